"""The HTTP API: serves what the collector publishes, to whoever shows a token."""
