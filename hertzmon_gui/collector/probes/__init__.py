"""One probe for each section of the snapshot; those that differ by system read through `linux` or `portable`."""
