"""Challenges, placements and jobs."""
