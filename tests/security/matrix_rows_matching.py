"""Rows about matches and introductions."""

from matching import policies
from matching.services import accept

from .matrix import Row, asked, assigned, page, request, verb
from .town_people import CANARY


def _own_matches(town, role: str, which: str) -> str:
    """The need's side reads the shortlist, the supply's side its own suggestions."""
    if which == "own" and role in ("student", "expert"):
        outcome, text = asked(town, role, "/matches/")
        return outcome if town.challenge.title in text else f"{outcome} without the match"
    person = {"assigned member": "supervisor" if which == "own" else "member"}.get(role, role)
    thing = town.placement if which == "own" else town.their_challenge
    kind = "placements" if which == "own" else "challenges"
    outcome, text = asked(town, person, f"/{kind}/{thing.slug}/matches/")
    named = CANARY in text or town.matched.name in text
    return f"{outcome} with a name" if named else outcome


def _see_another_match(town, role: str, which: str) -> str:
    outcome, text = asked(town, role, f"/challenges/{town.their_challenge.slug}/matches/")
    return f"{outcome} with a name" if town.matched.name in text else outcome


def _ask_path(town, role: str) -> str:
    own = town.expert_match if role == "expert" else town.match
    return f"/matches/{own.pk}/ask/"


def _introduction(town, role: str, *, own: bool):
    if role == "custodian":
        return town.custodian_introduction if own else town.introduction
    mine = town.expert_introduction if role == "expert" else town.introduction
    return mine if own else town.their_introduction


def _confirm_match(town, user, role, which):
    """Confirming a suggestion is saying yes to the introduction; a custodian answers for nobody."""
    row = (
        town.introduction if role == "custodian" else _introduction(town, role, own=which == "own")
    )
    if role == "anonymous":
        return policies.may_answer(user, row)
    return accept(row, by=user)


MATCHING: dict[str, Row] = {
    "P099": assigned(Row(_own_matches)),
    "P100": Row(_see_another_match, twins=("foreign",)),
    "P101": verb(_confirm_match),
    "P092": request(lambda town, role: "/desk/matching/", data={}),
    "P093": page("/desk/matching/", "/desk/matching/balance/"),
    "P102": request(
        lambda town, role: _ask_path(town, role).replace("/ask/", "/challenge/"),
        lambda town, role: f"/matches/{town.their_match.pk}/challenge/",
        data={"words": "Why is this so?"},
    ),
    "P103": request(
        lambda town, role: f"/desk/matching/appeals/{town.appeal.pk}/",
        data={"finding": "stands", "answer": "Because of the dates."},
    ),
    "P109": assigned(request(_ask_path, lambda town, role: f"/matches/{town.their_match.pk}/ask/")),
    "P110": request(
        lambda town, role: f"/introductions/{town.introduction.pk}/stop/",
        data={"reason": "It is spam."},
    ),
    "P111": request(
        lambda town, role: f"/introductions/{_introduction(town, role, own=True).pk}/accept/",
        lambda town, role: f"/introductions/{_introduction(town, role, own=False).pk}/accept/",
        data={},
    ),
}
