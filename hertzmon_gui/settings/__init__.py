"""Settings, and where HertzMon keeps its files."""
