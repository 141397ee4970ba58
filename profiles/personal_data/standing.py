"""What custodians did about somebody, and what others reported."""

from typing import Any

from django.db.models import Q

from common.personal import ACCOUNT, Part, part, personal

from ..models import Report


def _done(fields: str, *, why: str, seen: str = "you; custodians") -> Part:
    return part(fields, why=why, basis="interests", kept=ACCOUNT, seen=seen)


def _reporter(row: Report, user: Any) -> set[str]:
    """Who reported something, and in which words, is kept from whom it is about."""
    return set() if row.by_id == user.pk else {"by", "words"}


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
