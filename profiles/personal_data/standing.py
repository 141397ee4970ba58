"""What custodians did about somebody, and what others reported."""

from typing import Any

from django.db.models import Q

from common.personal import ACCOUNT, Part, part, personal

from ..models import Report, User
from ..queries.addresses import confirmed_addresses
from ..services.met import fingerprint


def _done(fields: str, *, why: str, seen: str = "you; custodians") -> Part:
    return part(fields, why=why, basis="interests", kept=ACCOUNT, seen=seen)


def _reporter(row: Report, user: Any) -> set[str]:
    """Who reported something, and in which words, is kept from whom it is about."""
    return set() if row.by_id == user.pk else {"by", "words"}


def _met(user: User) -> Q:
    """What was entered for their addresses, and what they entered as a custodian."""
    return Q(address__in=confirmed_addresses(user)) | Q(entered_by=user)


def _of_others(row: Any, user: Any) -> set[str]:
    """About whom a custodian entered it is not the custodian's own data."""
    if row.address in confirmed_addresses(user):
        return set()
    return {"address", "name", "stage", "summary", "district", "organisation_name", "website"} | {
        "organisation_kind",
        "consent",
    }


personal(
    "profiles.Claimable",
    "What a custodian who met you entered",
    part(
        "address name stage summary district organisation_name organisation_kind website met_on "
        "met_where consent entered_by",
        why="letting you take it up without typing it again",
        basis="consent",
        kept="profiles.unclaimed",
        seen="you; custodians",
    ),
    part(
        "entered_at sent_at times_sent reminded_at expires_at",
        why="writing to you once, reminding you once, and ending it",
        basis="consent",
        kept="profiles.unclaimed",
        seen="you; custodians",
    ),
    rows=_met,
    plain="id kind",
    others=_of_others,
)
personal(
    "profiles.NotAgain",
    "That an entry about you was deleted",
    part(
        "fingerprint since",
        why="not entering you again; the address cannot be read from it",
        basis="interests",
        kept="profiles.not_again",
        seen="nobody",
        secret=True,
    ),
    rows=lambda user: Q(fingerprint__in=[fingerprint(one) for one in confirmed_addresses(user)]),
    plain="id",
)
personal(
    "profiles.HiddenProfile",
    "That a custodian hid your profile",
    _done("person at by_id reason", why="answering for decisions"),
    about="person__user",
)
personal(
    "profiles.ClosedAccount",
    "That a custodian closed your account",
    _done("user at by_id reason", why="answering for decisions"),
    about="user",
)
personal(
    "profiles.Report",
    "Reports by you or about you",
    _done(
        "about by words made_at state settled_at settled_by_id",
        why="keeping people safe from what others write",
        seen="custodians; you, without who reported it",
    ),
    about="about__user by",
    plain="id",
    others=_reporter,
)
personal(
    "profiles.BrokenGlass",
    "That a superuser looked at what is private of you",
    _done("about by_id reason at until", why="telling you, and answering for it"),
    about="about",
    plain="id",
)
personal(
    "profiles.LostStep",
    "That you lost your second step",
    _done("user asked_by_id how_known asked_at until", why="letting you in again, by two people"),
    rows=lambda user: Q(user=user.pk),
)
