"""Addresses of events, meetings and consultations: one module for each, put together here.

Each module holds ``urlpatterns``; names are in one namespace, ``community``.
"""

from . import hosting, meetings

app_name = "community"
urlpatterns: list = [
    *hosting.urlpatterns,
    *meetings.urlpatterns,
]
