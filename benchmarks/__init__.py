"""What `dev.py bench` runs: measurements, each with the yardstick of the same run. They never fail a test run."""
