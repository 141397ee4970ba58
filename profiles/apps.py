"""The app's configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProfilesConfig(AppConfig):
    """People, organisations and what they offer."""

    name = "profiles"
    verbose_name = "Profiles"

    def ready(self) -> None:
        """Find who can say why a person was opened to somebody, and what an organisation is tied by."""
        autodiscover_modules("disclosure_causes", "organisation_ties")
