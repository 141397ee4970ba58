"""Words about the Forum's life for templates."""
