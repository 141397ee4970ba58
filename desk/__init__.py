"""Rooms for custodians and members."""
