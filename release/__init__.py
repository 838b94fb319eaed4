"""What `dev.py package` runs: it freezes HertzMon, packs it, and tries what came out."""
