"""GPUs: one module for each way to read one, behind one protocol."""
