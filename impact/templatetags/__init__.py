"""What pages of lower apps load of outcomes."""
