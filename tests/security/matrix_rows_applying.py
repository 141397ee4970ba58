"""Which request or verb stands for each row about one's own application."""

from dataclasses import replace

from django.http import Http404

from opportunities import services
from opportunities.models import Application, Opportunity
from tests.factories.applications import ApplicationFactory

from .matrix import Row, request, verb

APPLICANTS = ("student", "expert", "member", "lead")
WROTE = {"why": "I like maps.", "learn": "More of them."}


def _laid(row: Row, state: str) -> Row:
    """With an application in a state: one of the role's own where it may have one; else another's."""

    def lay(town, role: str, which: str) -> None:
        town.laid = _of(town, role, which, state)

    return replace(row, lay=lay)


def _of(town, role: str, which: str, state: str) -> Application:
    mine = which == "own" and role in APPLICANTS
    person = town.persons[role] if mine else town.seen_by_all
    Application.objects.filter(person=person).delete()
    return ApplicationFactory(
        opportunity=town.their_placement.opportunity_ptr, person=person, state=state, answers=WROTE
    )


def _own(state: str, tail: str = "", **data) -> Row:
    def path(town, role: str) -> str:
        return f"/applications/{town.laid.pk}/{tail}"

    return _laid(request(path, path, data=data or None), state)


def _edit(town, user, role, which):
    if role == "anonymous":
        return False
    if which == "own":
        thing = Opportunity.objects.get(pk=town.their_placement.pk)
        Application.objects.filter(person__user=user).delete()
        draft = services.start_application(thing, by=user)
    else:
        draft = town.laid
    return _unless_missing(lambda: services.save_answers(draft, WROTE, by=user))


def _send(town, user, role, which):
    if role == "anonymous":
        return False
    return _unless_missing(lambda: services.send_application(town.laid, by=user))


def _send_home(town, user, role, which):
    """Whoever speaks for no organisation has none to apply to."""
    if role == "anonymous" or not user.memberships.filter(organisation=town.ours).exists():
        return False
    return services.start_application(Opportunity.objects.get(pk=town.placement.pk), by=user)


def _unless_missing(act):
    try:
        return act()
    except Http404:
        return False


APPLYING_ROWS = {
    "P074": _laid(verb(_edit), "draft"),
    "P075": _laid(verb(_send), "draft"),
    "P076": verb(_send_home, "own"),
    "P077": _own("received"),
    "P083": _own("offered", "answer/", answer="accept"),
    "P084": _own("received", "withdraw/", idempotency_key=""),
}
