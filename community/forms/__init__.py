"""What people type about events, meetings and consultations."""
