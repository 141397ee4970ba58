"""The app's configuration."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Who should meet, and why."""

    name = "matching"
    verbose_name = "Matching"
