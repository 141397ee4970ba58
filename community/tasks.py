"""The clocks of what community does later."""

from celery import shared_task

from .services import chasing, groups


@shared_task(name="community.tasks.run_action_clock", ignore_result=True)
def run_action_clock() -> None:
    """Owners hear of their open actions a week before a meeting, delegates of their end."""
    chasing.remind_owners()
    groups.remind_delegates()
