"""What a snapshot is, and how it travels. Imports the standard library, msgspec and numpy only."""
