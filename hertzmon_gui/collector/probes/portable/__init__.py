"""Readers through psutil, for Windows and macOS; they run on Linux too, where the tests hold them against `linux`."""
