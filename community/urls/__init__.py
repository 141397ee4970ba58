"""Addresses of events, meetings and consultations: one module for each, put together here.

Each module holds ``urlpatterns``; names are in one namespace, ``community``.
"""

from . import bookings, consultations, events, hosting, meetings, notes, offices

app_name = "community"
urlpatterns: list = [
    *bookings.urlpatterns,
    *consultations.urlpatterns,
    *events.urlpatterns,
    *hosting.urlpatterns,
    *meetings.urlpatterns,
    *notes.urlpatterns,
    *offices.urlpatterns,
]
