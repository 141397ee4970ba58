"""The verbs of profiles in the background: telling people, and the clocks of what waits."""

from celery import shared_task

from common import hibernation
from common.outbox import handler

from . import services, waking  # noqa: F401  (importing registers what moves on)


@handler("profiles.tell_custodians")
def tell_custodians(task_state_id: int) -> None:
    """An offer waits for a decision."""
    services.tell_custodians(task_state_id)


@handler("profiles.tell_decision")
def tell_decision(task_state_id: int) -> None:
    """A custodian asked for changes or said no."""
    services.tell_decision(task_state_id)


@handler("profiles.remove_file")
def remove_file(stored: str) -> None:
    """A CV was replaced, taken back or erased."""
    services.remove_file(stored)


@handler("profiles.scan_cv", outside=services.look_for_harm, lease=120)
def scan_cv(harmful: bool, stored: str) -> None:
    """A CV was handed in, and there is a virus scanner to ask."""
    services.settle_scan(harmful, stored)


@handler("profiles.tell_reported")
def tell_reported(report_id: int) -> None:
    """Somebody reported a profile."""
    services.tell_reported(report_id)


@shared_task(ignore_result=True)
def sweep_vault() -> None:
    """Delete files that no row points at."""
    services.sweep_vault()


@handler("profiles.tell_lead_needed")
def tell_lead_needed(rescue_id: int) -> None:
    """An organisation has nobody to lead it."""
    services.tell_lead_needed(rescue_id)


@shared_task(ignore_result=True)
@hibernation.paused
def run_clocks() -> None:
    """Remind, release and flag: invitations, requests to join, organisations without a lead."""
    services.remind_invited()
    services.expire_invitations()
    services.remind_leads()
    services.expire_requests()
    services.flag_all()


@shared_task(name="profiles.tasks.offer_clock", ignore_result=True)
@hibernation.paused
def offer_clock() -> None:
    """Remind of offers that run out, and end those that have."""
    services.run_offer_clock()


@handler("profiles.erase", lease=240)
def erase(user_id: int) -> None:
    """Somebody asked to be erased, or has not been here for years."""
    services.erase(user_id)


@handler("profiles.make_copy", lease=240)
def make_copy(copy_id: int) -> None:
    """Somebody asked for a copy of what we hold about them."""
    services.make_copy(copy_id)
