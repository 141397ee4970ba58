"""Addresses of matching: suggestions, introductions, placement rounds, rings."""

from . import introductions, rings, rounds, suggestions

app_name = "matching"
urlpatterns = [
    *suggestions.urlpatterns,
    *introductions.urlpatterns,
    *rounds.urlpatterns,
    *rings.urlpatterns,
]
