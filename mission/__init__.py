"""Strands, priorities, the theory of change, themes and districts."""
