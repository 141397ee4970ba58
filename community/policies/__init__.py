"""Who may do what with events, meetings, bookings and consultations."""
