"""The app's configuration."""

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """Events, meetings, bookings, actions and consultations."""

    name = "community"
    verbose_name = "Events and meetings"

    def ready(self) -> None:
        """Papers lie where people's files lie: nothing of theirs is swept away as lost."""
        from profiles.documents import vault

        from .queries.papers import stored_papers

        vault.keep("community.papers", stored_papers)
