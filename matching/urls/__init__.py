"""Addresses of matching: suggestions, introductions, placement rounds, rings, lunch."""

from . import introductions, lunch, rings, rounds, suggestions

app_name = "matching"
urlpatterns = [
    *suggestions.urlpatterns,
    *introductions.urlpatterns,
    *rounds.urlpatterns,
    *rings.urlpatterns,
    *lunch.urlpatterns,
]
