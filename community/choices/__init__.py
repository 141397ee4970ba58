"""Which states the records of the Forum's life have, and which moves are allowed."""
