"""Addresses of events, meetings and consultations: one module for each, put together here.

Each module holds ``urlpatterns``; names are in one namespace, ``community``.
"""

from . import bookings, events, meetings, notes

app_name = "community"
urlpatterns: list = [
    *bookings.urlpatterns,
    *events.urlpatterns,
    *meetings.urlpatterns,
    *notes.urlpatterns,
]
