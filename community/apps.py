"""The app's configuration."""

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """Events, meetings, bookings, actions and consultations."""

    name = "community"
    verbose_name = "Events and meetings"
