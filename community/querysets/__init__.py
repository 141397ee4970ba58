"""How events, meetings, bookings and consultations are narrowed."""
