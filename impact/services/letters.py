"""The mails about outcomes. None of them names a person."""

from collections.abc import Iterator

from django.urls import reverse

from common.delivery import notify
from profiles import links
from profiles.choices import Role
from profiles.models import User

from ..choices import Moment
from ..models import Ask, Consent, Outcome
from ..sources import Source

ASK = "impact.ask"


def link_of(ask: Ask) -> str:
    """The path at which a question is answered, without an account."""
    return reverse("impact:answer", args=[links.make(ASK, ask.pk)])


def ask(row: Ask, source: Source, *, turn: int = 0) -> None:
    """Ask what came of it, or how it goes on since."""
    kind = "impact_asked" if row.moment == Moment.DONE else "impact_later"
    notify(
        kind,
        to=row.user,
        key=f"ask:{row.pk}:{turn}",
        title=source.title,
        again=bool(turn),
        long_ago="six months" if row.moment == Moment.HALF_YEAR else "a year",
        link=link_of(row),
    )


def _answering(row: Consent) -> Iterator[User]:
    if row.user is not None:
        yield row.user
    elif row.organisation is not None:
        leads = row.organisation.memberships.filter(role=Role.LEAD, user__is_active=True)
        for membership in leads.select_related("user").order_by("pk"):
            yield membership.user


def _parties(outcome: Outcome) -> dict[int, User]:
    rows = outcome.consents.select_related("user", "organisation")
    found = {user.pk: user for row in rows for user in _answering(row)}
    if outcome.recorded_by is not None:
        found[outcome.recorded_by.pk] = outcome.recorded_by
    return found


def ask_consent(outcome: Outcome) -> None:
    """Ask each party that has not answered."""
    waiting = outcome.consents.filter(may_publish=None).select_related("user", "organisation")
    for row in waiting:
        for user in _answering(row):
            notify(
                "impact_consent",
                to=user,
                key=f"consent:{row.pk}",
                title=outcome.title,
                link=reverse("impact:consent", args=[outcome.pk]),
            )


def published(outcome: Outcome) -> None:
    """Tell every party where it stands."""
    for user in _parties(outcome).values():
        notify(
            "impact_published",
            to=user,
            key=f"outcome:{outcome.pk}:{outcome.published_at:%Y%m%d%H%M%S}",
            title=outcome.title,
            link=outcome.get_absolute_url(),
        )


def handed_back(outcome: Outcome) -> None:
    """Tell who wrote it what it lacks."""
    if outcome.recorded_by is not None:
        notify(
            "impact_handed_back",
            to=outcome.recorded_by,
            key=f"outcome:{outcome.pk}:{outcome.sent_in_at:%Y%m%d%H%M%S}",
            title=outcome.title,
            reason=outcome.handed_back,
            link=outcome.get_absolute_url(),
        )


def taken_back(outcome: Outcome, *, by: User) -> None:
    """Tell the others that it is public no more; not who took a yes back."""
    for user in _parties(outcome).values():
        if user.pk != by.pk:
            notify(
                "impact_taken_back",
                to=user,
                key=f"outcome:{outcome.pk}:{outcome.changed:%Y%m%d%H%M%S}",
                title=outcome.title,
                link=outcome.get_absolute_url(),
            )
