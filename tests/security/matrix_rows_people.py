"""Rows about organisations that close, who belongs to them, and what only custodians read."""

from profiles import policies
from profiles.models import Offer
from profiles.services import disclose, set_cv
from tests.support import documents

from .matrix import ALLOWED, REFUSED, Row, asked, assigned, page, request, user_of, who


def _house(tail: str) -> Row:
    return request(
        lambda town, role: f"/organisations/canal-street/{tail}",
        lambda town, role: f"/organisations/tame-housing/{tail}",
    )


def _belonging(town, role: str, which: str) -> str:
    """Strangers see it where the person shows themselves; members and custodians have a list."""
    if role in ("member", "lead", "custodian", "superuser"):
        slug = "canal-street" if which == "own" else "tame-housing"
        return asked(town, role, f"/organisations/{slug}/people/")[0]
    person = town.seen_by_all if which == "own" else town.private
    outcome, text = asked(town, role, person.get_absolute_url())
    if outcome != ALLOWED:
        return outcome
    return ALLOWED if town.leaderless.name in text else "shown without the organisation"


def _scan(town, role: str, which: str) -> str:
    """The state of one's own CV; of others', where it was opened or as a custodian."""
    user = user_of(town, who(role, which))
    if role in ("custodian", "superuser"):
        return ALLOWED if policies.may_see_scan(user, town.private) else REFUSED
    person = town.persons.get(role) if which == "own" else town.seen_by_all
    if which == "own" and role in ("assigned member", "lead"):
        person = town.disclosed
        set_cv(person, documents.pdf(), by=person.user)
        disclose(person, viewer=user, scope="cv", cause="introduction:0")
    return ALLOWED if person and policies.may_see_scan(user, person) else REFUSED


def _take_down(town, role: str, which: str) -> str:
    outcome, _ = asked(
        town, role, f"/admin/snippets/profiles/offer/unpublish/{town.their_offer.pk}/", {}
    )
    if outcome == ALLOWED and Offer.objects.get(pk=town.their_offer.pk).live:
        return "still shown"
    return outcome


PEOPLE: dict[str, Row] = {
    "P012": page("/admin/users/new/"),
    "P018": _house("verify/"),
    "P020": _house("close/"),
    "P022": Row(_belonging),
    "P049": assigned(Row(_scan)),
    "P056": Row(_take_down, twins=("own",)),
}
