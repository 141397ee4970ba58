"""The shared vocabulary of skills: terms, the words people use for them, and their levels."""
