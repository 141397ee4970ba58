"""Rows about places: how many there are, how many ask for them, and how something ends."""

from django.db import transaction
from django.urls import get_resolver

from opportunities.models import OpportunityState, Placement
from opportunities.services.lifecycle import went_live

from .matrix import ALLOWED, Row, asked, assigned, verb, who


def _closed(town, role: str, which: str) -> str:
    """Closed as settled, with a word on how it went."""
    thing = town.challenge if which == "own" else town.their_challenge
    data = {"how": "closed", "reason": "A map of all 4,100 referrals."}
    return asked(town, role, f"/challenges/{thing.slug}/close/", data)[0]


def _lower(town, user, role, which):
    """Whether publishing fewer places than are taken lowers what is counted."""
    states = OpportunityState.objects.filter(pk=town.placement.pk)
    with transaction.atomic():
        states.update(seats_cap=2, seats_taken=2)
        Placement.objects.filter(pk=town.placement.pk).update(seats=1)
        went_live(Placement.objects.get(pk=town.placement.pk))
        lowered = states.get().seats_cap < 2
        transaction.set_rollback(True)
    return lowered


def _number(town, role: str, which: str) -> str:
    """Whether the exact number of those who applied stands on the page."""
    placement = town.placement if which == "own" else town.their_placement
    sent = placement.applications.filter(state__in=("received", "reading")).count()
    path = f"/placements/{placement.slug}/applications/"
    outcome, page = asked(town, who(role, which), path)
    if outcome == ALLOWED and str(sent) not in page:
        return "allowed, without the number"
    return outcome


def _list_of_cvs(town, user, role, which):
    """Whether any address lists CVs: only one’s own is at an address without a name in it."""
    names = {
        str(pattern.pattern)
        for pattern in _all(get_resolver().url_patterns)
        if "cv" in str(pattern)
    }
    return bool({name for name in names if "<" not in name} - {"me/cv/", "me/cv/remove/"})


def _all(patterns):
    for pattern in patterns:
        yield from _all(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]


SEATS: dict[str, Row] = {
    "P048": verb(_list_of_cvs, "foreign"),
    "P063": Row(_closed),
    "P069": verb(_lower, "own"),
    "P072": assigned(Row(_number)),
}
