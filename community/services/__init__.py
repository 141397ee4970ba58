"""What can happen to events, meetings, bookings and consultations."""
