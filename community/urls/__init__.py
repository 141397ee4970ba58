"""Addresses of events, meetings and consultations: one module for each, put together here.

Each module holds ``urlpatterns``; names are in one namespace, ``community``.
"""

from . import events, meetings

app_name = "community"
urlpatterns: list = [
    *events.urlpatterns,
    *meetings.urlpatterns,
]
