"""The clock of outcomes."""

from celery import shared_task

from common import hibernation

from . import services, waking  # noqa: F401  (importing registers what moves on)


@shared_task(ignore_result=True)
@hibernation.paused
def run_outcome_clock() -> None:
    """Whom nobody asked yet, who is due, who is reminded, who is left in peace."""
    services.begin_missing()
    services.ask_due()
    services.remind_due()
    services.give_up()
