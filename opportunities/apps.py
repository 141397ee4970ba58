"""The app's configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OpportunitiesConfig(AppConfig):
    """Challenges, placements and jobs."""

    name = "opportunities"
    verbose_name = "Opportunities"

    def ready(self) -> None:
        autodiscover_modules("opportunity_fits")
