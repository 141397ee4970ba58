"""The app's configuration."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """People, organisations and what they offer."""

    name = "profiles"
    verbose_name = "Profiles"
