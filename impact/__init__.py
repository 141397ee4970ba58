"""What came of it: outcomes, who consents to what, and asking for them when it is time."""
