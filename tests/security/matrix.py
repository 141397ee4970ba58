"""The permission matrix: each row of ``permissions.csv`` as a real request or a real verb.

``ROWS`` maps the id of a row to a probe. A probe is asked as each role, about a thing of the role's
own ("own": own record, own organisation, a party to it) and about a twin that belongs to others
("foreign"); it answers what happened. What should happen is read from the cell.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client

from profiles.models import User

FILE = Path(__file__).with_name("permissions.csv")
ALLOWED, SIGN_IN, FORBIDDEN, MISSING = "allowed", "sign in", "403", "404"
REFUSED = "refused"  # by a policy or verb, which has no status of its own
TURNED_AWAY = "turned away"  # Wagtail's answer: back to its front page, with a sentence
CONDITIONAL = frozenset({"own", "org", "asg", "pty", "rel", "dft"})
ALWAYS = frozenset({"Y", "pub", "cnt"})

Town = SimpleNamespace
Probe = Callable[[Town, str, str], str]


def cells() -> dict[str, dict[str, str]]:
    """The rows of the csv by id."""
    with FILE.open(newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def expected(row: dict[str, str], role: str, which: str) -> str:
    """What the cell says: allowed, or which refusal."""
    cell = row[role]
    if cell in ALWAYS or (cell in CONDITIONAL and which == "own"):
        return ALLOWED
    if role == "anonymous":
        return SIGN_IN
    return FORBIDDEN if row["existence"] == "P" else MISSING


def user_of(town: Town, role: str) -> Any:
    """The user of a role, fresh from the database."""
    if role == "anonymous":
        return AnonymousUser()
    return User.objects.get(pk=getattr(town, role).pk)


def asked(town: Town, role: str, path: str, data: dict[str, Any] | None = None) -> tuple[str, str]:
    """(outcome, page) of one request; with ``data`` it is a POST."""
    client = Client()
    if role != "anonymous":
        client.force_login(user_of(town, role))
    response = client.get(path) if data is None else client.post(path, data)
    page = response.content.decode(errors="replace") if not response.streaming else ""
    if response.status_code in (301, 302, 303):
        return _redirected(path, response["Location"]), page
    known = {200: ALLOWED, 403: FORBIDDEN, 404: MISSING}
    return known.get(response.status_code, f"{response.status_code} at {path}"), page


def _redirected(path: str, to: str) -> str:
    if to.startswith(("/accounts/login/", "/admin/login/")):
        return SIGN_IN
    if path.startswith("/admin/") and to == "/admin/":
        return TURNED_AWAY
    return ALLOWED


@dataclass(frozen=True)
class Row:
    """How one row is asked; ``twins`` is which of own and foreign there are.

    ``lay`` makes what is asked about first, so that a refusal can be seen to change nothing.
    """

    probe: Probe
    twins: tuple[str, ...] = ("own", "foreign")
    lay: Callable[[Town, str, str], None] | None = None


def page(*paths: str) -> Row:
    """A row without an owner: the same for everybody's."""

    def probe(town: Town, role: str, which: str) -> str:
        outcomes = {asked(town, role, path)[0] for path in paths}
        return outcomes.pop() if len(outcomes) == 1 else f"mixed: {sorted(outcomes)}"

    return Row(probe, twins=("own",))


Where = Callable[[Town, str], str]


def request(
    own: Where,
    foreign: Where | None = None,
    *,
    data: dict[str, Any] | Callable[[Town, str], dict[str, Any]] | None = None,
) -> Row:
    """A row about a thing at an address; ``own`` and ``foreign`` say where, for a role.

    ``data``, or what it returns for the town and the twin, is posted.
    """

    def probe(town: Town, role: str, which: str) -> str:
        where = own if which == "own" else foreign
        assert where is not None
        fields = data(town, which) if callable(data) else data
        return asked(town, who(role, which), where(town, role), fields)[0]

    return Row(probe, twins=("own", "foreign") if foreign else ("own",))


def who(role: str, which: str) -> str:
    """For cells that mean the assigned member, the supervisor stands for the member."""
    if role == "assigned member":
        return "supervisor" if which == "own" else "member"
    return role


def assigned(row: Row) -> Row:
    """The member's cell of this row means the member who is assigned to the thing."""

    def probe(town: Town, role: str, which: str) -> str:
        return row.probe(town, "assigned member" if role == "member" else role, which)

    return Row(probe, row.twins)


def verb(act: Callable[[Town, Any, str, str], Any], *twins: str) -> Row:
    """A row asked of a verb or a policy: ``act(town, user, role, which)`` refuses or returns."""

    def probe(town: Town, role: str, which: str) -> str:
        try:
            answer = act(town, user_of(town, role), role, which)
        except PermissionDenied:
            return REFUSED
        return REFUSED if answer is False else ALLOWED

    return Row(probe, twins or ("own", "foreign"))


def agree(said: str, happened: str) -> bool:
    """Whether an outcome is what the cell says; a verb's refusal stands for every refusal."""
    return said == happened or (happened == REFUSED and said in (SIGN_IN, FORBIDDEN, MISSING))
