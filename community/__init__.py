"""Where people meet: events, meetings, bookings, actions, consultations."""
