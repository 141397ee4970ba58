"""What beat runs. Beat only rings bells: whatever is due is already a row.

A bell that nobody heard in time is thrown away (``expires``), so a worker that comes back after a day
does not first work off thousands of them. What is nightly has a time of its own, after the hour that
summer time takes away or gives twice; what was slept through rings when beat starts.
"""

from typing import Any

from celery.schedules import crontab

SIX_HOURS = 6 * 3600.0


def every(seconds: float, task: str) -> dict[str, Any]:
    """A bell at this interval, worth nothing once the next one rings."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def nightly(hour: int, minute: int, task: str) -> dict[str, Any]:
    """A bell at this time of each night, in Birmingham."""
    at = crontab(hour=str(hour), minute=str(minute))
    return {"task": task, "schedule": at, "options": {"expires": SIX_HOURS}}


SCHEDULE = {
    "sweep-the-outbox": every(10.0, "common.tasks.sweep"),
    "heartbeat": every(60.0, "common.tasks.heartbeat"),
    "watch": every(300.0, "common.tasks.keep_watch"),
    "publish-scheduled-pages": every(600.0, "cms.tasks.publish_scheduled"),
    "answer-clock": every(900.0, "matching.tasks.run_clocks"),
    "ring-clock": every(900.0, "matching.tasks.run_ring_clock"),
    "lunch-clock": every(900.0, "matching.tasks.run_lunch_clock"),
    "booking-clock": every(900.0, "community.tasks.run_booking_clock"),
    "close-what-has-ended": every(3600.0, "opportunities.tasks.close_ended"),
    "alerts-of-saved-searches": every(3600.0, "opportunities.tasks.send_alerts"),
    "application-clock": every(3600.0, "opportunities.tasks.run_answer_clock"),
    "help-nobody-took": every(3600.0, "opportunities.tasks.remind_of_untaken"),
    "placement-clock": every(3600.0, "opportunities.tasks.run_placement_clock"),
    "round-clock": every(60.0, "matching.tasks.run_round_clock"),
    "outcome-clock": every(3600.0, "impact.tasks.run_outcome_clock"),
    "consultation-clock": every(60.0, "community.tasks.run_consultation_clock"),
    "followers-of-consultations": every(900.0, "community.tasks.tell_followers"),
    "offer-clock": every(3600.0, "profiles.tasks.offer_clock"),
    "membership-clock": every(3600.0, "profiles.tasks.run_clocks"),
    "actions-and-delegations": every(3600.0, "community.tasks.run_action_clock"),
    "digests": every(1800.0, "common.tasks.send_digests"),
    "retention": nightly(3, 5, "common.tasks.run_retention"),
    "sweep-the-vault": nightly(3, 20, "profiles.tasks.sweep_vault"),
    "draft-the-newsletter": nightly(5, 20, "desk.tasks.draft_newsletter"),
    "nightly-match": nightly(3, 35, "matching.tasks.nightly_run"),
    "search-for-rings": nightly(4, 5, "matching.tasks.search_rings"),
    "check-invariants": nightly(4, 35, "common.tasks.check_invariants"),
}
