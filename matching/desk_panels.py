"""What of matching waits, for the custodians' desk."""

import datetime

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from common.desk_panels import Panel, register
from common.pages import first_of
from opportunities.choices import Kind
from opportunities.models import Opportunity

from . import cards, queries
from .choices import TO_INTRODUCE, WAITING_STATES, AppealState, Approval
from .choices.rings import RingState
from .choices.rounds import OVER, RoundState
from .models import Appeal, Introduction, Match, Ring, Round
from .queries import brokering
from .queries import lunch as lunch_queries
from .queries import rings as ring_queries
from .services.appeals import WAITING
from .services.lunch import FEWEST
from .words import rings as ring_words
from .words import rounds as round_words

SHOWN = 10
MINUTES, MINUTE = 5 * 60, 60
A_WEEK = datetime.timedelta(days=7)
BROKERED = (Kind.CHALLENGE, Kind.PLACEMENT)


def waiting() -> dict:
    """Introductions that wait for an answer, oldest first, and the last full run, a minute old at most."""
    rows = Introduction.objects.filter(state__in=WAITING_STATES)
    found, count = first_of(queries.for_lists(rows).order_by("created"), SHOWN)
    now = timezone.now()
    reports = brokering.waiting_reports().order_by().values("state").annotate(n=Count("pk"))
    counts = Introduction.objects.aggregate(
        to_agree=Count("pk", filter=Q(state__in=WAITING_STATES, approval=Approval.ASKED)),
        new=Count("pk", filter=Q(created__gt=now - A_WEEK)),
        reports=Coalesce(Max(Subquery(reports.values("n")[:1])), 0),
    )
    return {
        "rows": [
            {
                "title": row.opportunity.title,
                "url": row.get_absolute_url(),
                "note": f"{row.opportunity.hosts} and {cards.supply_title(row)}: "
                f"asked for {_ago((now - row.created).days)}, "
                f"ends {_ahead((row.expires_at - now).days)}",
            }
            for row in found
        ],
        "count": count,
        **counts,
        # Of the rest both sides are asked, reminded and let go by the clock.
        "wants": counts["to_agree"] + counts["reports"],
        "run": cache.get_or_set("matching.desk_run", queries.last_full_run, MINUTE),
    }


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _ahead(days: int) -> str:
    return "today" if days < 1 else "tomorrow" if days == 1 else f"in {days} days"


register(
    Panel(
        name="introductions",
        title="Introductions",
        template="matching/desk_introductions.html",
        load=waiting,
        order=40,
        minutes=1,
        keeps=False,
    )
)


def to_introduce() -> dict:
    """Open for a week, with somebody who fits, and nobody brought together yet.

    Asked anew after each introduction, and five minutes old at most.
    """
    return cache.get_or_set(TO_INTRODUCE, _to_introduce, MINUTES) or {}


def _to_introduce() -> dict:
    fits = Match.objects.filter(opportunity=OuterRef("pk"), is_current=True)
    met = Introduction.objects.filter(opportunity=OuterRef("pk"))
    rows = (
        Opportunity.objects.open()
        .filter(Exists(fits), ~Exists(met), kind__in=BROKERED)
        .filter(state__published_at__lt=timezone.now() - A_WEEK)
        .select_related("organisation", "state")
        .order_by("state__published_at", "pk")
    )
    found, count = first_of(rows, SHOWN)
    shown = [
        {
            "title": row.title,
            "url": row.get_absolute_url(),
            "note": f"{row.hosts}, open for {(timezone.now() - row.state.published_at).days} days",
            "matches": f"{row.get_absolute_url()}matches/",
        }
        for row in found
    ]
    return {"rows": shown, "count": count}


register(
    Panel(
        name="to_introduce",
        title="To introduce",
        template="matching/desk_to_introduce.html",
        load=to_introduce,
        order=38,
        minutes=4,
    )
)


def rounds_under_way() -> dict:
    """Placement rounds that are not over, and which of them wait for a custodian."""
    known = Round.objects.exclude(state__in=sorted(OVER)).prefetch_related("phases")
    found, _ = first_of(known.order_by("created", "pk"), SHOWN)
    rows = []
    for row in found:
        phase = round_words.phase_of(row)
        until = f" until {round_words.moment_in_words(phase.closes_at)}" if phase else ""
        rows.append(
            {
                "title": row.title,
                "url": reverse("matching:desk_round", args=[row.slug]),
                "note": f"{round_words.status_of(row)['text']}{until}",
                "waits": row.state == RoundState.PUBLISH and not row.is_published,
            }
        )
    waits = [row for row in rows if row["waits"]]
    return {"rows": rows, "count": len(waits), "late": bool(waits)}


def rings_to_propose() -> dict:
    """Rings that a search found and nobody has proposed; five minutes old at most."""
    return cache.get_or_set("matching.rings_to_propose", _rings_to_propose, MINUTES) or {}


def _rings_to_propose() -> dict:
    found = list(ring_queries.rings_in(RingState.FOUND)[: SHOWN + 1])
    rows = [
        {
            "title": ring_words.title(ring),
            "url": ring.get_absolute_url(),
            "note": ring_words.described(ring),
        }
        for ring in found[:SHOWN]
    ]
    waiting = Ring.objects.filter(state=RingState.PROPOSED).count()
    return {"rows": rows, "count": len(found), "waiting": waiting}


def lunches() -> dict:
    """Lunches of the next two weeks for which enough people asked; five minutes old at most."""
    return cache.get_or_set("matching.lunches", _lunches, MINUTES) or {}


def _lunches() -> dict:
    now = timezone.now()
    found = lunch_queries.lunches_to_plan(now, now + 2 * A_WEEK)
    rows = [
        {
            "title": sheet.gathering.title,
            "url": reverse("matching:desk_lunch", args=[sheet.pk]),
            "asked": asked,
            "planned": planned,
        }
        for sheet, asked, planned in found[:SHOWN]
    ]
    ready = [1 for _, asked, planned in found[:SHOWN] if asked >= FEWEST and not planned]
    return {"rows": rows, "count": len(ready)}


def challenged() -> dict:
    """Results that somebody challenged, and claims without evidence; five minutes old at most."""
    found = cache.get(WAITING)
    if found is None:
        rows = Appeal.objects.filter(state=AppealState.WAITING)
        late = rows.filter(answer_by__lt=timezone.now())
        found = {
            "count": rows.count(),
            "late": late.exists(),
            "claims": queries.stuffed_people().count(),
        }
        cache.set(WAITING, found, MINUTES)
    return found


register(
    Panel(
        name="rounds",
        title="Placement rounds",
        template="matching/desk_rounds_panel.html",
        load=rounds_under_way,
        order=42,
        minutes=15,
    )
)
register(
    Panel(
        name="rings",
        title="Rings to propose",
        template="matching/desk_rings.html",
        load=rings_to_propose,
        order=39,
        minutes=5,
    )
)
register(
    Panel(
        name="lunches",
        title="Lunches to plan",
        template="matching/desk_lunches.html",
        load=lunches,
        order=43,
        minutes=3,
    )
)
register(
    Panel(
        name="challenged",
        title="Challenged results",
        template="matching/desk_challenged.html",
        load=challenged,
        order=41,
        minutes=8,
    )
)
