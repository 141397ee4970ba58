"""Saved searches: kept, changed, deleted, and the mails that say what is new."""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from common.delivery import notify
from common.policies import demand
from common.search import keys_of
from profiles.models import User

from .. import alert_links, policies
from ..choices import Alerts, Kind
from ..finding import asking
from ..models import Opportunity, SavedSearch

MOST = 20
LONGEST = 2_000
NAMED = 10
AT_ONCE = 500
EVERY = {Alerts.DAILY: datetime.timedelta(days=1), Alerts.WEEKLY: datetime.timedelta(days=7)}
# What is published while a mail is being written: its time is set before others can see it.
SETTLED = datetime.timedelta(minutes=5)


class CannotSave(ValueError):
    """Why a search was not saved, in a sentence; ``field`` says where it belongs."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def save_search(*, by: User, name: str, kind: str, query: str, alerts: str) -> SavedSearch:
    """Keep what somebody looks for. What the address does not know is left out.

    Raises CannotSave where they have one of that name, as many as anybody may have, or it is too long.
    """
    # Two at the same time are counted one after the other.
    User.objects.select_for_update().get(pk=by.pk)
    mine = SavedSearch.objects.filter(user=by)
    if mine.filter(name=name).exists():
        raise CannotSave("You have a search of this name. Choose another one.", "name")
    if mine.count() >= MOST:
        raise CannotSave(f"You have {MOST} saved searches. Delete one first.")
    params = QueryDict(query)
    kind = kind if kind in Kind.values else ""
    query = asking.canonical(params)
    if len(query) > LONGEST:
        raise CannotSave("This asks for too much at once. Take some filters away.")
    return SavedSearch.objects.create(
        user=by,
        name=name,
        kind=kind,
        query=query,
        said=asking.in_words(kind, params)[:400],
        alerts=alerts,
        looked_until=timezone.now(),
    )


@transaction.atomic
def set_alerts(saved: SavedSearch, alerts: str, *, by: User) -> SavedSearch:
    """Write more or less often. What was published while it was silent is not caught up on.

    Raises PermissionDenied unless it is theirs.
    """
    demand(policies.owns_search(by, saved), hidden=True)
    if saved.alerts == Alerts.OFF and alerts != Alerts.OFF:
        saved.looked_until = timezone.now()
    saved.alerts = alerts
    saved.save(update_fields=["alerts", "looked_until"])
    return saved


def delete_search(saved: SavedSearch, *, by: User) -> None:
    """Forget it. Raises Http404 unless it is theirs."""
    demand(policies.owns_search(by, saved), hidden=True)
    saved.delete()


def new_for(saved: SavedSearch, *, until: datetime.datetime) -> QuerySet[Opportunity]:
    """What was first published since it was last looked at, is open, and fits; the latest first."""
    params = QueryDict(saved.query)
    rows = Opportunity.objects.open().filter(
        asking.rule(asking.read(params), today=timezone.localdate()),
        state__published_at__gt=saved.looked_until,
        state__published_at__lte=until,
    )
    if saved.kind:
        rows = rows.filter(kind=saved.kind)
    if text := params.get("q", "").strip():
        rows = rows.filter(pk__in=keys_of(Opportunity, text)[0])
    return rows.select_related("organisation").order_by("-state__published_at", "-pk")


def send_alerts(*, now: datetime.datetime | None = None) -> int:
    """Write to those whose search is due and has something new; returns how many mails."""
    now = now or timezone.now()
    due = Q()
    for alerts, wait in EVERY.items():
        due |= Q(alerts=alerts, looked_until__lte=now - wait)
    rows = SavedSearch.objects.filter(due, user__is_active=True).select_related("user")
    return sum(_alert(saved, now) for saved in rows.order_by("looked_until", "pk")[:AT_ONCE])


@transaction.atomic
def _alert(saved: SavedSearch, now: datetime.datetime) -> bool:
    """One search: of two clocks only one gets past the guarded update, and a mail needs its row."""
    until = now - SETTLED
    mine = SavedSearch.objects.filter(
        pk=saved.pk, alerts=saved.alerts, looked_until=saved.looked_until
    )
    if not mine.update(looked_until=until):
        return False
    found = list(new_for(saved, until=until)[: NAMED + 1])
    if not found:
        return False
    signed = alert_links.make(search_id=saved.pk, user_id=saved.user_id)
    message = notify(
        "opportunities_new_found",
        to=saved.user,
        key=f"search:{saved.pk}:{until:%Y%m%d%H%M}",
        search=saved.name,
        said=saved.said,
        rows=[
            {
                "title": row.title,
                "kind": row.get_kind_display(),
                "organisation": row.hosts,
                "path": row.get_absolute_url(),
            }
            for row in found[:NAMED]
        ],
        more=len(found) > NAMED,
        one=len(found) == 1,
        path=saved.get_absolute_url(),
        stop=f"/searches/stop/{signed}/",
    )
    return message is not None
