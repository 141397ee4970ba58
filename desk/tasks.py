"""The desk's work in the background: the newsletter, and the hour in which the next one is drafted."""

from celery import shared_task

from common import hibernation
from common.outbox import handler

from . import newsletters


@handler(newsletters.WORK, lease=300)
def send_newsletter(newsletter_id: int) -> None:
    """A custodian sent it: one mail for each reader."""
    newsletters.write_to_all(newsletter_id)


@shared_task(name="desk.tasks.draft_newsletter", ignore_result=True)
@hibernation.paused
def draft_newsletter() -> None:
    """A month after the last one a draft waits."""
    newsletters.draft_if_due()
