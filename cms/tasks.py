"""What beat asks of the pages."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled() -> None:
    """Publish and take down whatever editors scheduled: pages and moderated records alike."""
    call_command("publish_scheduled", verbosity=0)
