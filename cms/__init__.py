"""Pages for people, the one search, navigation."""
