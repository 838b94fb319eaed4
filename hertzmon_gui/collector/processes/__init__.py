"""Processes: read in bulk and in depth, and acted on; each way for Linux, and through psutil for the others."""
