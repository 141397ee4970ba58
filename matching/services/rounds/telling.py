"""Mails of a round: to everyone, to custodians, to hosts, to applicants. One link, and by when."""

from collections.abc import Iterable
from typing import Any

from common.delivery import notify
from common.policies import CUSTODIANS
from opportunities.application_choices import LIVE
from opportunities.models import Application
from opportunities.services.sharing import users_of_host
from profiles.models import User

from ...models import Round, RoundEntrant, RoundPlace
from .times import in_london


def applicants(round_: Round) -> list[User]:
    """Those who have a list in it, or an application that waits at one of its placements."""
    ranked = RoundEntrant.objects.filter(round=round_, left_at__isnull=True)
    applied = Application.objects.filter(
        opportunity__round_places__round=round_,
        opportunity__round_places__is_in=True,
        state__in=sorted(LIVE),
    )
    users = User.objects.filter(is_active=True)
    found = users.filter(person__round_entries__in=ranked) | users.filter(
        person__applications__in=applied
    )
    return list(found.distinct().order_by("pk"))


def hosts_of(round_: Round) -> list[User]:
    """Who answers for its placements, each once."""
    places = RoundPlace.objects.filter(round=round_, is_in=True)
    found: dict[int, User] = {}
    for place in places.select_related("opportunity__state").order_by("pk"):
        found.update({user.pk: user for user in users_of_host(place.opportunity)})
    return [found[pk] for pk in sorted(found)]


def custodians() -> list[User]:
    """Who runs the Forum, and the rounds."""
    return list(User.objects.filter(groups__name=CUSTODIANS, is_active=True).order_by("pk"))


def everyone(round_: Round) -> list[User]:
    """Applicants, hosts and custodians, each once."""
    found = {user.pk: user for user in applicants(round_)}
    found |= {user.pk: user for user in [*hosts_of(round_), *custodians()]}
    return [found[pk] for pk in sorted(found)]


def tell(round_: Round, kind: str, users: Iterable[User], *, key: str, **words: Any) -> int:
    """One mail to each of them; the same kind and key never writes a second."""
    link = words.pop("link", round_.get_absolute_url())
    written = 0
    for user in users:
        made = notify(
            kind,
            to=user,
            key=f"round:{round_.pk}:{key}",
            title=round_.title,
            link=link,
            **words,
        )
        written += made is not None
    return written


def tell_everyone(round_: Round, kind: str, *, key: str, **words: Any) -> int:
    """The same to all who take part, and custodians."""
    return tell(round_, kind, everyone(round_), key=key, **words)


def ask(
    round_: Round, users: Iterable[User], *, what: str, by_when: Any, path: str, key: str
) -> int:
    """Ask for something by a time: ``what`` goes on from "Please"."""
    return tell(
        round_,
        "matching_round_asks",
        users,
        key=key,
        what=what,
        by_when=in_london(by_when),
        link=f"{round_.get_absolute_url()}{path}",
    )
