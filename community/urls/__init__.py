"""Addresses of events, meetings and consultations: one module for each, put together here.

Each module holds ``urlpatterns``; names are in one namespace, ``community``.
"""

from . import bookings, meetings, notes

app_name = "community"
urlpatterns: list = [
    *bookings.urlpatterns,
    *meetings.urlpatterns,
    *notes.urlpatterns,
]
