"""Whether somebody may put themselves forward, why not, and what would change it."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from common.policies import is_custodian
from profiles.choices import Stage
from profiles.models import Membership, Person, User

from .application_words import day as _day
from .choices import Kind, Lifecycle
from .models import Opportunity
from .queries.applications import host_is_late
from .queries.teams import team_of

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Stop:
    """Why not, what would change it, and where."""

    text: str
    change: str = ""
    url: str = ""


def person_of(user) -> Person | None:
    """The profile of a user, if there is one."""
    return getattr(user, "person", None)


def what_stops(
    opportunity: Opportunity, user: User, *, at: datetime.datetime | None = None
) -> list[Stop]:
    """All that stands between somebody and an application received ``at`` a time; now, if not said."""
    at = at or timezone.now()
    if stop := _not_open(opportunity, at):
        return [stop]
    return [stop for stop in (_own(opportunity, user), *_not_for(opportunity, user)) if stop]


def _not_open(opportunity: Opportunity, at: datetime.datetime) -> Stop | None:
    state = opportunity.state
    if opportunity.kind == Kind.JOB:
        return Stop("People apply for this at the employer’s own form.")
    if opportunity.tentative:
        return Stop("They are not sure of this yet, so nobody can apply.")
    if opportunity.is_proposal:
        return Stop("Nobody applies for a hack proposal: say that you are interested instead.")
    if not opportunity.live or not opportunity.organisation.is_verified:
        return Stop("This is not open to applications.")
    # The last day counts until its last minute, by the clock on the wall in the West Midlands.
    if opportunity.closes and timezone.localdate(at, LONDON) > opportunity.closes:
        return Stop(f"This closed at the end of {_day(opportunity.closes)}.")
    if state.lifecycle == Lifecycle.CANCELLED:
        return Stop("This was called off.")
    if state.lifecycle == Lifecycle.CLOSED and not (state.closed_at and state.closed_at > at):
        return Stop("This has closed.")
    if state.lifecycle == Lifecycle.FILLED or state.seats_taken >= state.seats_cap:
        return Stop("Every place is taken.", "It opens again if somebody gives a place back.")
    if late := host_is_late(opportunity.organisation):
        return Stop(late)
    return None


def _own(opportunity: Opportunity, user: User) -> Stop | None:
    if is_custodian(user):
        return Stop("You run the Forum as a custodian, so you cannot apply through it.")
    state = opportunity.state
    mine = user.pk in (state.submitted_by_id, state.supervisor_id)
    partners = opportunity.partners.joined().values("organisation")
    ours = Q(organisation=opportunity.organisation_id) | Q(organisation__in=partners)
    if mine or Membership.objects.filter(ours, user=user).exists():
        return Stop("You speak for an organisation whose work this is, so you cannot apply for it.")
    return None


def _not_for(opportunity: Opportunity, user: User) -> list[Stop]:
    person = person_of(user)
    if person is None:
        return [
            Stop(
                "You have no profile yet, and an application is made from it.",
                "Say what you can do: it takes about five minutes.",
                reverse("profiles:welcome"),
            )
        ]
    if (member := team_of(person, opportunity)) is not None:
        return [
            Stop(
                "You apply for this in a team already, and one application each is fair.",
                "See your team, or leave it to apply alone.",
                f"{member.application.get_absolute_url()}team/",
            )
        ]
    if opportunity.stages and person.stage not in opportunity.stages:
        meant = [str(label) for value, label in Stage.choices if value in opportunity.stages]
        return [
            Stop(
                f"This is for: {', '.join(meant).lower()}. "
                f"Your profile says: {person.get_stage_display().lower()}.",
                "If that is no longer so, change it in your profile.",
                reverse("profiles:profile"),
            )
        ]
    return []
