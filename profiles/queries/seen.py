"""Who could see a person because of something between them, and who did."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from common import activity

from .. import causes
from ..choices import LOOKED, Scope
from ..models import Membership, Person, User

MOST = 100

SEES = {
    Scope.CARD: "your unnamed card",
    Scope.NAME: "your name and profile",
    Scope.CONTACT: "your name, profile and e-mail address",
    Scope.ACCESS: "your access needs, if you share them",
    Scope.CV: "your CV",
}
LOOKED_AT = {
    Scope.NAME: "your profile",
    Scope.CONTACT: "your e-mail address",
    Scope.ACCESS: "your access needs",
    Scope.CV: "your CV",
}


@dataclass(frozen=True)
class Opened:
    """One viewer and what one cause lets them see."""

    who: str
    speaks_for: str
    sees: str
    why: causes.Words
    since: datetime.datetime
    until: datetime.datetime | None


def openings_of(person: Person) -> tuple[list[Opened], list[Opened]]:
    """What is open now and what has ended, newest first: four queries at any number."""
    now = timezone.now()
    rows = list(person.disclosures.select_related("viewer").order_by("-since", "-pk")[:MOST])
    words = causes.describe(row.cause for row in rows)
    speaks = _speaks_for({row.viewer_id for row in rows})
    open_now: list[Opened] = []
    ended: list[Opened] = []
    for row in rows:
        made = Opened(
            who=str(row.viewer.name or "Somebody"),
            speaks_for=speaks.get(row.viewer_id, ""),
            sees=SEES[Scope(row.scope)],
            why=words[row.cause],
            since=row.since,
            until=row.until,
        )
        (ended if row.until and row.until <= now else open_now).append(made)
    return open_now, ended


def who_looked(person: Person) -> list[dict[str, object]]:
    """Who used what was opened to them, newest first: three queries at any number."""
    rows = list(activity.entries_about(person).filter(verb=LOOKED)[:MOST])
    ids = {row.actor_id for row in rows if row.actor_id}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    speaks = _speaks_for(ids)
    return [
        {
            "who": names.get(row.actor_id or 0) or "Somebody who has left",
            "speaks_for": speaks.get(row.actor_id or 0, ""),
            "what": LOOKED_AT.get(Scope(row.facts["scope"]), "your profile"),
            "at": row.at,
        }
        for row in rows
        if row.facts.get("scope") in Scope.values
    ]


def _speaks_for(user_ids: set[int]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(user_id__in=user_ids).order_by("organisation__name")
    for user, name in rows.values_list("user_id", "organisation__name"):
        found.setdefault(user, []).append(name)
    return {user: ", ".join(names) for user, names in found.items()}
