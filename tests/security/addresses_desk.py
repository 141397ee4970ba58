"""Where hostile texts are sent: the custodians' week, sleep, the newsletter, hosting."""

from types import SimpleNamespace

from .good_answers import ROOM
from .hostile import Address


def at_the_desk(town: SimpleNamespace) -> list[Address]:
    """Forms and lists of the desk, and what anybody sends to them."""
    desk = {"who": "custodian", "method": "POST"}
    lead = {"who": "lead", "method": "POST"}
    room = ("dates", "room", "address", "capacity", "access", "hybrid")
    call = ("title", "what", "criteria", "closes_on")
    letter = f"/desk/newsletter/{town.letter.pk}/"
    return [
        Address("let something end", "/desk/ending/", ("kind", "pk", "day", "again"), **desk),
        Address(
            "put the Forum to sleep", "/desk/hibernate/", ("until", "reason", "idempotency_key"),
            typed=("reason",), **desk,
        ),
        Address("newsletters at the desk", "/desk/newsletter/", ("page",), who="custodian"),
        Address("draft a newsletter", "/desk/newsletter/", ("rhythm", "idempotency_key"), **desk),
        Address(
            "change a newsletter", letter, ("title", "body", "version", "idempotency_key"),
            good={"title": "News", "body": "New."}, typed=("title", "body"), **desk,
        ),
        Address("newsletters", "/newsletter/", ("page",)),
        Address(
            "ask for the newsletter", "/newsletter/", ("address", "idempotency_key"),
            typed=("address",), method="POST",
        ),
        Address("a yes to the newsletter", "/newsletter/confirm/{signed}/", ("signed",)),
        Address("a no to the newsletter", "/newsletter/stop/{signed}/", ("signed",)),
        Address("offer a room to whom", "/meetings/hosting/offer/", ("for", "call"), who="lead"),
        Address(
            "offer a room", f"/meetings/hosting/offer/?for={town.ours.slug}",
            (*room, "idempotency_key"), good=ROOM, typed=room, **lead,
        ),
        Address(
            "call for a host", "/desk/hosting/calls/new/", (*call, "idempotency_key"),
            good={"title": "A day", "what": "Maps.", "criteria": "Near.", "closes_on": "01/06/2031"},
            typed=call, **desk,
        ),
        Address(
            "answer an offer of a room", f"/desk/hosting/{town.their_host_offer.pk}/",
            ("decision", "meeting", "reason", "idempotency_key"), good={"decision": "decline"},
            typed=("reason",), **desk,
        ),
    ]  # fmt: skip
