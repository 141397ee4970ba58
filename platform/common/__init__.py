"""What every app stands on. Names no noun of the domain."""
