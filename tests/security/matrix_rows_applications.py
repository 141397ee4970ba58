"""Rows about applications, as their host reads them: who reads, decides, offers, exports."""

import datetime

import time_machine
from django.utils import timezone

from opportunities import policies_of_applications as policies

from .matrix import Row, assigned, request, user_of, who


def _at(tail: str = "{pk}/"):
    """Where the host's pages about an application are: ours, and another organisation's."""

    def own(town, role: str) -> str:
        return f"/placements/stop-audit/applications/{tail}".format(pk=town.application.pk)

    def foreign(town, role: str) -> str:
        return f"/placements/damp-survey/applications/{tail}".format(pk=town.their_application.pk)

    return own, foreign


def _cv(of: str):
    """One's own CV, or that of whoever applied to us; of whoever applied to others."""

    def own(town, role: str) -> str:
        return "/people/zebedee/cv/" if role == "student" else f"/people/{of}/cv/"

    return own, lambda town, role: "/people/applied-there/cv/"


def _after(town, role: str, which: str) -> str:
    """The CV of whoever was refused, and of whoever withdrew: that day, and a month later."""
    outcomes = set()
    for of in ("refused-here", "withdrew-here"):
        ask = request(*_cv(of)).probe
        outcomes.add(ask(town, role, which))
        with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
            outcomes.add(ask(town, role, which))
    return outcomes.pop() if len(outcomes) == 1 else f"mixed: {sorted(outcomes)}"


def _offer(town, which: str) -> dict[str, object]:
    row = town.application if which == "own" else town.their_application
    return {"to": "offered", "pick": row.pk}


def _name(town, role: str, which: str) -> str:
    """Whether the name is known before the shortlist."""
    mine = {"student": town.application, "expert": town.expert_application}
    row = mine.get(role, town.application) if which == "own" else town.their_application
    known = policies.may_know_name(user_of(town, who(role, which)), row)
    return "allowed" if known else "refused"


def _wrong_state(ours: bool):
    """One that was declined; one that every custodian of the town has a tie to."""

    def at(town, role: str) -> str:
        row = town.declined_application if ours else town.tied_application
        return f"/desk/corrections/{row.pk}/"

    return at


APPLICATIONS: dict[str, Row] = {
    "P046": assigned(request(*_cv("applied-here"))),
    "P047": assigned(Row(_after)),
    "P078": assigned(request(*_at())),
    "P079": assigned(request(*_at(""))),
    "P080": assigned(Row(_name)),
    "P081": assigned(request(*_at(), data={"action": "shortlisted"})),
    "P082": request(*_at("answer/"), data=_offer),
    "P085": assigned(request(*_at(), data={"action": "score", "note": "Clear."})),
    "P086": request(*_at("export.xlsx")),
    "P087": request(
        *(_wrong_state(True), _wrong_state(False)),
        data={"act": "propose", "to": "received", "reason": "They pressed the wrong button."},
    ),
}
