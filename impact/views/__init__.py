"""HTTP in and out of outcomes."""
