"""Reads about teams: who is in one, how many, what still stands between it and being sent."""

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, QuerySet

from profiles.models import Person, User
from profiles.queries.addresses import confirmed_addresses

from ..application_choices import MemberState
from ..models import Application, ApplicationForm, TeamMember
from .partners import shown_partners

if TYPE_CHECKING:
    from ..models import Opportunity

M = MemberState
IN = frozenset({M.JOINED, M.ENDED})
MEMBERS = Prefetch(
    "members",
    TeamMember.objects.select_related(
        "person__user", "person__hidden", "person__cv", "asked__person"
    ),
)


def joined(application: Application) -> list[TeamMember]:
    """Those in the team now, without whoever leads it; from what was prefetched where it was."""
    return [row for row in application.members.all() if row.state == M.JOINED]


def _joined_with_person(application: Application) -> list[TeamMember]:
    """The same with who each is, in one query or, where ``MEMBERS`` were prefetched, in none."""
    if "members" in getattr(application, "_prefetched_objects_cache", {}):
        return joined(application)
    return list(application.members.filter(state=M.JOINED).select_related("person__user"))


def people(application: Application) -> list[Person]:
    """Everybody whose application it is, whoever leads it first."""
    rows = _joined_with_person(application)
    return [application.person, *(row.person for row in rows if row.person is not None)]


def size_of(application: Application) -> int:
    """How many places it needs."""
    return 1 + len(joined(application))


def all_known(application: Application) -> list[Any]:
    """Everybody who was ever asked: each name in the text could tell who applies."""
    rows = application.members.all()
    asked = [row.asked.person for row in rows if row.asked and hasattr(row.asked, "person")]
    return [application.person, *(row.person for row in rows if row.person is not None), *asked]


def membership(application: Application, user: User) -> TeamMember | None:
    """The row of somebody who is in it, or was until it ended."""
    rows = application.members.filter(state__in=sorted(IN), person__user=user)
    return rows.select_related("person__user").first()


def team_of(person: Person | None, opportunity: "Opportunity") -> TeamMember | None:
    """The row of somebody who applies for it in a team led by another."""
    if person is None:
        return None
    rows = TeamMember.objects.filter(person=person, opportunity=opportunity.pk, state=M.JOINED)
    return rows.select_related("application").first()


def asked_of(user: User) -> QuerySet[TeamMember]:
    """What waits for somebody's yes or no, at any address they have confirmed."""
    mine = Q(asked=user) | Q(address__in=confirmed_addresses(user))
    rows = TeamMember.objects.filter(mine, state=M.ASKED, application__state="draft")
    rows = rows.select_related(
        "application__person", "opportunity__organisation", "opportunity__state"
    )
    return rows.prefetch_related(shown_partners("opportunity__")).order_by("asked_at", "pk")


def in_teams_of(user: User) -> QuerySet[Application]:
    """Applications of teams that the user is in and another leads."""
    rows = TeamMember.objects.filter(person__user=user, state__in=sorted(IN))
    return Application.objects.filter(pk__in=rows.values("application"))


def team_gaps(application: Application, form: ApplicationForm) -> list[str]:
    """What a team still needs before it can be sent, each in a sentence; empty for one who may go alone."""
    members = _joined_with_person(application)
    size = 1 + len(members)
    gaps = []
    if size < form.team_least:
        gaps.append(
            f"They ask for teams of at least {form.team_least}, and you are {size}. "
            "Ask the others in, or wait for their yes."
        )
    state = application.opportunity.state
    left = state.seats_cap - state.seats_taken
    if len(members) and size > left:
        places = "place is" if left == 1 else "places are"
        gaps.append(f"Only {left} {places} left, and your team needs {size}.")
    waiting = [row.person.name for row in members if row.agreed_at is None and row.person]
    if waiting:
        gaps.append(f"Not everybody has said yes to this text yet: {', '.join(waiting)}.")
    return gaps


def missing_yes(application: Application) -> list[Person]:
    """Who has not said yes to the offer yet."""
    rows = application.members.filter(state=M.JOINED, accepted_at__isnull=True)
    found = [row.person for row in rows.select_related("person__user") if row.person is not None]
    return ([] if application.accepted_at else [application.person]) + found


def too_small(application: Application) -> int:
    """The smallest team they asked for, where this one is smaller; 0 where it is not."""
    form: ApplicationForm | None = getattr(application.opportunity, "application_form", None)
    least = form.team_least if form else 1
    return least if size_of(application) < least else 0
