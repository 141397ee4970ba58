"""The mails about an introduction. Before both sides said yes they hold no name and no contact."""

import datetime

from django.urls import reverse
from django.utils import timezone

from common.delivery import notify
from opportunities.models import Requirement
from profiles.models import User

from .. import cards, links, parties, standing
from .. import words as wording
from ..choices import Answer, Side
from ..models import Introduction
from .opening import open_until

SIDES = (Side.NEED.value, Side.SUPPLY.value)


def other(side: str) -> str:
    """The side across."""
    return Side.SUPPLY.value if side == Side.NEED else Side.NEED.value


def unanswered(introduction: Introduction) -> list[str]:
    """The sides that are still asked."""
    return [side for side in SIDES if getattr(introduction, f"{side}_answer") == Answer.NONE]


def ask(introduction: Introduction) -> None:
    """Ask each side that has not answered, with a link that answers without a sign-in."""
    _ask(introduction, "matching_asked")


def remind(introduction: Introduction, *, again: bool) -> None:
    """Ask once more, and once again shortly before the end."""
    _ask(introduction, "matching_reminder", turn=":again" if again else "")


def _ask(introduction: Introduction, kind: str, *, turn: str = "") -> None:
    ends = timezone.localtime(introduction.expires_at)
    for side in unanswered(introduction):
        for user in parties.answering(introduction, side):
            signed = links.make(introduction_id=introduction.pk, user_id=user.pk)
            notify(
                kind,
                to=user,
                key=_key(introduction) + turn,
                **_about(introduction),
                who=who(introduction, other(side)),
                message=introduction.message,
                answer_by=f"{ends.day} {ends:%B}",
                path=reverse("matching:introduction_answer", args=[signed]),
            )


def introduced(introduction: Introduction) -> None:
    """Tell each side how to reach the other: the only mail that names anybody."""
    for side in SIDES:
        for user in parties.side(introduction, side):
            notify(
                "matching_introduced",
                to=user,
                key=_key(introduction),
                **_about(introduction),
                contacts=contacts(introduction, other(side)),
                path=introduction.get_absolute_url(),
            )


def contacts(introduction: Introduction, side: str) -> list[dict[str, str]]:
    """Name and address of who is shown for a side: the one person who asked or offers."""
    shown: list[User] = parties.side(introduction, side)[:1]
    named = introduction.person.name if side == Side.SUPPLY and introduction.person else ""
    return [{"name": named or str(user), "email": user.email} for user in shown]


def declined(introduction: Introduction, *, by_side: str) -> None:
    """Tell the other side kindly, without the reason."""
    for user in parties.side(introduction, other(by_side)):
        notify(
            "matching_declined",
            to=user,
            key=_key(introduction),
            **_about(introduction),
            who=who(introduction, by_side),
            path=_way_on(introduction, other(by_side)),
        )


def expired(introduction: Introduction, *, why: str) -> None:
    """Tell both sides that time is up, or that it cannot go ahead; never which side hid."""
    silent = unanswered(introduction)
    for side in SIDES:
        for user in parties.side(introduction, side):
            notify(
                "matching_expired",
                to=user,
                key=_key(introduction),
                **_about(introduction),
                closed=why == standing.CLOSED,
                gone=why == standing.GONE,
                was_silent=side in silent,
                path=_way_on(introduction, side),
            )


def ended(introduction: Introduction, *, by_side: str) -> None:
    """Tell the other side that it fell through."""
    for user in parties.side(introduction, other(by_side)):
        notify(
            "matching_ended",
            to=user,
            key=_key(introduction),
            **_about(introduction),
            path=_way_on(introduction, other(by_side)),
        )


def how_goes_it(introduction: Introduction, *, asked_on: datetime.datetime) -> None:
    """Ask both sides, before it ends by itself."""
    ends = timezone.localtime(open_until(introduction))
    for side in SIDES:
        for user in parties.side(introduction, side):
            notify(
                "matching_how_goes_it",
                to=user,
                key=f"{_key(introduction)}:{asked_on:%Y%m%d}",
                **_about(introduction),
                ends=f"{ends.day} {ends:%B}",
                path=introduction.get_absolute_url(),
            )


def fell_silent(introduction: Introduction) -> None:
    """Tell both sides that it ended because nobody spoke of it."""
    for side in SIDES:
        for user in parties.side(introduction, side):
            notify(
                "matching_silent",
                to=user,
                key=_key(introduction),
                **_about(introduction),
                path=_way_on(introduction, side),
            )


def stopped(introduction: Introduction, *, reason: str) -> None:
    """Tell both sides that a custodian ended it, and why."""
    for side in SIDES:
        for user in parties.side(introduction, side):
            notify(
                "matching_stopped",
                to=user,
                key=_key(introduction),
                **_about(introduction),
                reason=reason,
                path=_way_on(introduction, side),
            )


def who(introduction: Introduction, side: str) -> str:
    """What a side is called before it is named: a published organisation, or an unnamed card."""
    if side == Side.NEED:
        return introduction.opportunity.hosts
    title = cards.supply_title(introduction)
    return title if introduction.person_id else f"“{title}”"


def _about(introduction: Introduction) -> dict[str, object]:
    opportunity = introduction.opportunity
    asked = Requirement.objects.filter(opportunity=opportunity).select_related("skill")
    return {
        "title": opportunity.title,
        "organisation": opportunity.hosts,
        "opportunity_path": opportunity.get_absolute_url(),
        "asked": wording.join(row.skill.name for row in asked[:5]),
    }


def _key(introduction: Introduction) -> str:
    return f"introduction:{introduction.pk}"


def _way_on(introduction: Introduction, side: str) -> str:
    if side == Side.NEED:
        return f"{introduction.opportunity.get_absolute_url()}matches/"
    return reverse("matching:my_matches")
