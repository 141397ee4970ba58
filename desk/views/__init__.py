"""Rooms for custodians, and a member's own page."""
