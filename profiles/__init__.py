"""People, organisations and what they offer."""
