"""Every hostile text at every address: never a server error, never half of something saved."""

import html
import random
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.db import transaction
from django.test import Client

from tests.support import proof

from .addresses import addresses
from .hostile import STRINGS, UNREADABLE, Address
from .town import forget_content_types
from .watched import watched

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SEED = 20261121
SAMPLE = 160
LEAST = 1_000
ONCE_BROKE = ("one double quote", "ten thousand words")
"""What Wagtail's own boxes answered with a server error before ``common.search_backend``."""


@pytest.fixture
def clients(town) -> dict[str, Client]:
    """A client for each role that an address is asked as; errors are counted, not raised."""
    made = {"anonymous": Client(raise_request_exception=False)}
    for role in ("student", "expert", "lead", "custodian", "superuser"):
        made[role] = Client(raise_request_exception=False)
        made[role].force_login(getattr(town, role))
        # Some doors ask for the password again, unless that was a moment ago.
        session = made[role].session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
        session.save()
    return made


def ask(
    client: Client,
    address: Address,
    hostile: bytes,
    places: tuple[str, ...],
    before: dict[str, list],
):
    """Send it, look for what is otherwise than ``before``, and put everything back."""
    path, body = address.request(hostile, places)
    with transaction.atomic():
        if address.method == "GET":
            response = client.get(path)
        else:
            kind = "application/x-www-form-urlencoded"
            response = client.generic("POST", path, body, content_type=kind)
        response.changed = _changed(before) if response.status_code < 500 else []
        transaction.set_rollback(True)
    forget_content_types()
    return response


def _changed(before: dict[str, list]) -> list[str]:
    after = watched()
    return [name for name in before if before[name] != after[name]]


def faults(response, address: Address, name: str, places: tuple[str, ...]) -> list[str]:
    """What is wrong with an answer, in words."""
    status = response.status_code
    where = f"{address.name} [{', '.join(places)}] {name}: {status}"
    if status >= 500:
        error = getattr(response, "exc_info", None)
        return [f"{where} {error[0].__name__}: {error[1]}"[:300] if error else where]
    found = []
    if name in UNREADABLE and status not in (400, 404):
        found.append(f"{where}, where 400 was due")
    if (address.method == "GET" or status >= 400) and response.changed:
        found.append(f"{where}, and yet {', '.join(response.changed)} changed")
    if status == 422:
        text = STRINGS[name].decode()
        page = html.unescape(response.content.decode())
        lost = [one for one in places if one in address.typed and text not in page]
        found += [f"{where}, and what was typed in {one} is gone" for one in lost]
    if status < 500 and b"<script>alert(1)" in response.content:
        found.append(f"{where}, and the script is in the page")
    return found


def aims(address: Address, number: int) -> list[tuple[str, ...]]:
    """The places of one request: each in turn, text by text; in full also all of them at once."""
    one = [(address.places[number % len(address.places)],)]
    at_once = proof.in_full() and len(address.places) > 1
    return [*one, address.places] if at_once else one


def test_no_hostile_request_is_a_server_error_or_half_a_change(town, clients) -> None:
    """A sample of pairs of address and text, by a fixed seed; with PROVE all of them."""
    everywhere = addresses(town)
    pairs = [(one, number, name) for one in everywhere for number, name in enumerate(STRINGS)]
    assert len(STRINGS) == 40
    assert len(pairs) >= LEAST
    if not proof.in_full():
        pairs = random.Random(SEED).sample(pairs, SAMPLE)
        pairs += [
            (one, 0, name) for one in everywhere for name in ONCE_BROKE if "editor" in one.name
        ]
    asked, statuses, wrong = 0, {}, []
    before = watched()

    for address, number, name in pairs:
        for places in aims(address, number):
            response = ask(clients[address.who], address, STRINGS[name], places, before)
            statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
            wrong += faults(response, address, name, places)
            asked += 1

    assert wrong == []
    proof.record(
        "hostile requests",
        addresses=len(everywhere),
        texts=len(STRINGS),
        pairs=len(pairs),
        requests=asked,
        server_errors=sum(count for status, count in statuses.items() if status >= 500),
        statuses=" ".join(f"{status}:{count}" for status, count in sorted(statuses.items())),
    )


def test_the_good_requests_that_hostile_ones_are_made_of_are_taken(town, clients) -> None:
    """The control: without a hostile text these forms change something, so refusals mean something."""
    unchanged = []
    before = watched()
    for address in addresses(town):
        if address.method == "GET" or not address.good or address.who == "anonymous":
            continue
        response = ask(clients[address.who], address, b"", (), before)
        if response.status_code not in (302, 303) or not response.changed:
            unchanged.append(f"{address.name}: {response.status_code}")
    assert unchanged == [], "; ".join(unchanged)


def test_a_view_that_breaks_is_seen(town, clients, monkeypatch) -> None:
    """The control of the count: one broken view makes a fault."""
    from cms import views

    def broken(text: str) -> str:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(views, "clean_query", broken)
    address = Address("search", "/search/", ("q",))

    response = ask(clients["anonymous"], address, b"x", ("q",), watched())

    assert response.status_code == 500
    assert faults(response, address, "script", ("q",)) != []
