"""HertzMon: a desktop system monitor with a local API."""

__version__ = "0.1.0"
