"""HTTP in and out of matching."""
