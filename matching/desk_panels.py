"""What of matching waits, for the custodians' desk."""

import datetime

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils import timezone

from common.desk_panels import Panel, register
from common.pages import first_of
from opportunities.choices import Kind
from opportunities.models import Opportunity

from . import cards, queries
from .choices import WAITING_STATES, AppealState
from .models import Appeal, Introduction, Match
from .services.appeals import WAITING

SHOWN = 10
MINUTES = 5 * 60
A_WEEK = datetime.timedelta(days=7)
BROKERED = (Kind.CHALLENGE, Kind.PLACEMENT)


def waiting() -> dict:
    """Introductions that wait for an answer, oldest first, and the last run over everything."""
    rows = Introduction.objects.filter(state__in=WAITING_STATES)
    found, count = first_of(queries.for_lists(rows).order_by("created"), SHOWN)
    now = timezone.now()
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
        "run": queries.last_full_run(),
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
    )
)


def to_introduce() -> dict:
    """Open for a week, with somebody who fits, and nobody brought together yet; five minutes old at most."""
    return cache.get_or_set("matching.to_introduce", _to_introduce, MINUTES) or {}


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
        name="challenged",
        title="Challenged results",
        template="matching/desk_challenged.html",
        load=challenged,
        order=41,
        minutes=8,
    )
)
