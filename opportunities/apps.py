"""The app's configuration."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    """Challenges, placements and jobs."""

    name = "opportunities"
    verbose_name = "Opportunities"
