"""Readers of /proc and /sys: parsers that take bytes, and readers that fetch those bytes under one root."""
