"""Pages about people, organisations and offers."""
