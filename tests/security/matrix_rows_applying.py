"""Which request or verb stands for each row about one's own application."""

from django.http import Http404

from opportunities import services
from opportunities.models import Application, Opportunity
from tests.factories.applications import ApplicationFactory

from .matrix import Row, request, verb

APPLICANTS = ("student", "expert", "member", "lead")
WROTE = {"why": "I like maps.", "learn": "More of them."}


def _of(town, role: str, which: str, state: str) -> Application:
    """One of the role's own where it may have one; else somebody else's."""
    mine = which == "own" and role in APPLICANTS
    person = town.persons[role] if mine else town.seen_by_all
    Application.objects.filter(person=person).delete()
    return ApplicationFactory(
        opportunity=town.their_placement.opportunity_ptr, person=person, state=state, answers=WROTE
    )


def _own(state: str, tail: str = "", **data) -> Row:
    def where(which: str):
        def path(town, role: str) -> str:
            return f"/applications/{_of(town, role, which, state).pk}/{tail}"

        return path

    return request(where("own"), where("foreign"), data=data or None)


def _edit(town, user, role, which):
    if role == "anonymous":
        return False
    if which == "own":
        thing = Opportunity.objects.get(pk=town.their_placement.pk)
        draft = services.start_application(thing, by=user)
    else:
        draft = _of(town, role, which, "draft")
    return _unless_missing(lambda: services.save_answers(draft, WROTE, by=user))


def _send(town, user, role, which):
    if role == "anonymous":
        return False
    draft = _of(town, role, which, "draft")
    return _unless_missing(lambda: services.send_application(draft, by=user))


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
    "P074": verb(_edit),
    "P075": verb(_send),
    "P076": verb(_send_home, "own"),
    "P077": _own("received"),
    "P083": _own("offered", "answer/", answer="accept"),
    "P084": _own("received", "withdraw/", idempotency_key=""),
}
