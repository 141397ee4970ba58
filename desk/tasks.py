"""The nightly look at the records."""

from celery import shared_task

from . import services


@shared_task(name="desk.tasks.check_invariants")
def check_invariants() -> None:
    """Ask every invariant and keep the answer for the desk."""
    services.check_invariants()
