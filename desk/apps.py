"""The app's configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Rooms for custodians and members."""

    name = "desk"
    verbose_name = "Desk"
