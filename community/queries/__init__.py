"""Reads that span several records of the Forum's life."""
