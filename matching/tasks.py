"""The verbs of matching in the background."""

import datetime
from typing import Any

from celery import shared_task
from django.utils import timezone

from common import hibernation, outbox
from common.outbox import handler

from . import services, waking  # noqa: F401  (importing registers what moves on)
from .choices import Trigger
from .models import MatchRun
from .services import chunks, lunch, rings, rounds

A_MINUTE = datetime.timedelta(minutes=1)


@handler("matching.score_opportunity", lease=300)
def score_opportunity(opportunity_id: int) -> None:
    """Score what was published, and tell both sides."""
    services.score_opportunity(opportunity_id)
    services.tell_about(opportunity_id)


@handler("matching.close_opportunity", lease=300)
def close_opportunity(opportunity_id: int) -> None:
    """Take down the matches of what closed, and end what waits for an answer."""
    services.score_opportunity(opportunity_id, trigger=Trigger.CHANGED)
    services.close_for_opportunity(opportunity_id)


@handler("matching.score_person", lease=300)
def score_person(person_id: int) -> None:
    """Score a person whose profile changed, and end what waits when it can go ahead no more."""
    services.score_person(person_id)
    services.close_for_person(person_id)


@handler("matching.score_offer", lease=300)
def score_offer(offer_id: int) -> None:
    """Score an offer that changed, and end what waits when it can go ahead no more."""
    services.score_offer(offer_id)
    services.close_for_offer(offer_id)


@handler(rounds.settling_work, lease=600, outside=rounds.compute)
def settle_round(found: dict[str, Any] | None, run_id: int) -> None:
    """Write down what a run of a placement round found."""
    rounds.store(found, run_id)


@handler(rounds.publishing_work, lease=1800)
def publish_round(publication_id: int) -> None:
    """Bring results out: all of it in this one transaction, or nothing."""
    rounds.carry_out_publication(publication_id)


@handler(rounds.taking_back_work, lease=1800)
def take_results_back(taking_id: int) -> None:
    """Undo a publication: all of it in this one transaction, or nothing."""
    rounds.carry_out_taking_back(taking_id)


@handler(rounds.refilling_work, lease=600)
def refill_round(round_id: int) -> None:
    """Offer a seat that was given back to those who gain by it."""
    rounds.refill_round(round_id)


@handler(rounds.ending_work, lease=600)
def end_round_place(place_id: int) -> None:
    """Answer whoever still waits at one placement of a round that is over."""
    rounds.end_place(place_id)


@shared_task(ignore_result=True)
@hibernation.paused
def run_round_clock() -> None:
    """Open and close the phases of placement rounds; remind."""
    rounds.run_round_clock()


def _compare(trial_id: int) -> dict | None:
    return services.compare_trial(trial_id)


@handler(
    "matching.compare_weights",
    outside=_compare,
    dropped=services.give_up_comparison,
    lease=1800,
)
def compare_weights(answer: dict | None, trial_id: int) -> None:
    """What other weights would change, worked out beside everything else."""
    services.note_comparison(answer, trial_id=trial_id)


def _run_all() -> bool:
    """Whether it was begun; while another run is at work it was not."""
    try:
        services.start_whole(trigger=Trigger.COMMAND)
    except services.RunUnderWay:
        return False
    return True


@handler("matching.run_all", outside=_run_all, lease=3600)
def run_all(begun: bool) -> None:
    """A run over everything on demand; it writes its own results, judged, in one transaction.

    A large one is only cut into chunks here, for all workers. Who asks while one is at work gets one
    after it, as that one's facts are older than the wish.
    """
    if not begun:
        outbox.put("matching.run_all", key="all", due=timezone.now() + A_MINUTE)


@handler(
    chunks.SCORING,
    outside=services.compute_chunk,
    dropped=services.give_up_chunk,
    stuck=services.give_up_chunk,
    renewed=chunks.LONGEST,
)
def score_chunk(found: dict[str, Any] | None, chunk_id: int) -> None:
    """Keep what one chunk of a large run found."""
    services.keep_chunk(found, chunk_id)


@handler(
    chunks.COMPLETING,
    dropped=services.give_up_run,
    stuck=services.give_up_run,
    renewed=chunks.LONGEST,
)
def complete_run(run_id: int) -> None:
    """Make what the chunks found what counts: all of it in this one transaction, or nothing."""
    services.complete_run(run_id)


@handler("matching.measure_run", renewed=chunks.LONGEST)
def measure_run(run_id: int) -> None:
    """How even a completed run was, and how good."""
    services.keep_figures(MatchRun.objects.get(pk=run_id))


@handler("matching.tell_appeal")
def tell_appeal(appeal_id: int) -> None:
    """Tell the custodians that somebody challenged a result."""
    services.tell_appeal(appeal_id)


@shared_task(ignore_result=True)
def run_clocks() -> None:
    """Remind at half time; end what ran out of time; close people to who is on no side any more.

    Asleep only the last: who sees whom never waits.
    """
    if not hibernation.is_asleep():
        services.remind_due()
        services.expire_due()
        services.ask_silent()
        services.end_silent()
    services.realign()


@shared_task(ignore_result=True)
def nightly_run() -> None:
    """Score everything, as dates and load have moved; forget what is old."""
    try:
        services.start_whole(trigger=Trigger.NIGHTLY)
    except services.RunUnderWay:
        return
    services.forget_old()


@handler(rings.WORK, outside=rings.solve, lease=300)
def find_rings(found, search_id: int) -> None:
    """Write what the search found, which was done without holding the database."""
    rings.store(found, search_id=search_id)


@shared_task(name="matching.tasks.run_ring_clock", ignore_result=True)
@hibernation.paused
def run_ring_clock() -> None:
    """Remind parties, end what ran out of time, can go ahead no more or has come to its end."""
    rings.remind_parties()
    rings.expire_rings()
    rings.close_fallen()
    rings.finish_rings()


@shared_task(name="matching.tasks.run_lunch_clock", ignore_result=True)
@hibernation.paused
def run_lunch_clock() -> None:
    """The day before: tell people whom they meet over lunch."""
    lunch.tell_lunches()


@shared_task(name="matching.tasks.search_rings", ignore_result=True)
@hibernation.paused
def search_rings() -> None:
    """Every night: has this quarter had its search for rings? What nobody proposed is thinned."""
    rings.search_quarterly()
    rings.forget_rings()
