"""The app's configuration."""

from django.apps import AppConfig


class MissionConfig(AppConfig):
    """Strands, priorities, the theory of change, themes and districts."""

    name = "mission"
    verbose_name = "Mission"
