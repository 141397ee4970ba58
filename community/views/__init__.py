"""Pages of events, meetings, bookings and consultations."""
