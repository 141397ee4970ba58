"""Pages of opportunities: reading, posting, looking after one's own, deciding."""
