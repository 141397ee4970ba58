"""Applicants who want to go together: one asks by number, the other says yes, while lists are open.

A team is considered at the placements that all of its members ranked. Where none can take them together,
each is considered alone, or nobody is, as they chose; the engine and its judge know both.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User

from ...choices.rounds import Goal, RoundState
from ...models import Round, RoundEntrant, RoundTeam, RoundTeamMember
from ...policies.rounds import may_rank
from . import telling
from .keys import new_key
from .phases import advance_round
from .refusing import Refused

MOST = 6
CLOSED = "Teams are made and left while applicants rank. That is not now."
NOT_FOUND = (
    "Nobody with that number can be asked. Check it with them: they find it on their own list, once "
    "that is saved."
)


def team_of(entrant: RoundEntrant | None) -> RoundTeam | None:
    """The team that somebody is in by their own yes."""
    if entrant is None:
        return None
    member = (
        entrant.teams.filter(ended_at=None, yes_at__isnull=False).select_related("team").first()
    )
    return member.team if member else None


@transaction.atomic
def ask_into_team(round_: Round, *, by: User, other_key: str, or_alone: bool) -> RoundTeamMember:
    """Ask whoever has that number to go together; the first who asks begins the team. Twice is once.

    ``or_alone`` is the team's from its beginning. Raises Http404, Refused in words, IllegalMove once lists
    are closed.
    """
    demand(may_rank(by, round_), hidden=True)
    row = _open(round_)
    mine = _mine(row, by)
    if row.goal != Goal.STABLE:
        raise Refused("In this round people are placed one by one: its goal allows no teams.")
    other = (
        RoundEntrant.objects.filter(
            round=row, key=other_key.strip().upper(), left_at=None, person__isnull=False
        )
        .exclude(pk=mine.pk)
        .select_related("person__user")
        .first()
    )
    if other is None:
        raise Refused(NOT_FOUND, "other_key")
    team = team_of(mine)
    asked = RoundTeamMember.objects.filter(entrant=other, ended_at=None)
    if team is not None and (found := asked.filter(team=team).first()):
        return found
    if team_of(other) is not None:
        raise Refused("They are in a team already.", "other_key")
    if team is None:
        team = RoundTeam.objects.create(round=row, key=new_key(row, "T"), or_alone=or_alone)
        RoundTeamMember.objects.create(team=team, entrant=mine, yes_at=timezone.now())
    if team.members.filter(ended_at=None).count() >= MOST:
        raise Refused(f"A team is of {MOST} people at most.", "other_key")
    made = RoundTeamMember.objects.create(team=team, entrant=other)
    record("matching.round_team_asked", by=by, about=team)
    assert other.person is not None
    if other.person.user is not None:
        telling.tell(
            row,
            "matching_round_team",
            [other.person.user],
            key=f"team:{made.pk}",
            link=f"{row.get_absolute_url()}team/",
        )
    return made


@transaction.atomic
def answer_team(member: RoundTeamMember, *, by: User, yes: bool) -> RoundTeamMember:
    """Say yes or no for oneself. With a yes one leaves no other team: one is in one at most.

    Raises Http404 for anybody else, Refused, IllegalMove once lists are closed or it is over.
    """
    row = _open(member.team.round)
    mine = _mine(row, by)
    member = RoundTeamMember.objects.select_related("team").get(pk=member.pk)
    demand(member.entrant_id == mine.pk, hidden=True)
    if member.ended_at is not None:
        if not yes:
            return member
        raise IllegalMove("over", "answered", "This has been taken back.")
    if not yes:
        return _end(member, by)
    if member.yes_at is not None:
        return member
    if team_of(mine) is not None:
        raise Refused("You are in another team. Leave that one first.")
    member.yes_at = timezone.now()
    try:
        with transaction.atomic():
            member.save(update_fields=["yes_at"])
    except IntegrityError as error:
        raise Refused("You are in another team. Leave that one first.") from error
    record("matching.round_team_joined", by=by, about=member.team)
    return member


@transaction.atomic
def leave_team(round_: Round, *, by: User) -> RoundTeamMember | None:
    """Go alone again. Twice is once. Raises IllegalMove once lists are closed."""
    row = _open(round_)
    mine = _mine(row, by)
    member = mine.teams.filter(ended_at=None, yes_at__isnull=False).first()
    return _end(member, by) if member else None


def _end(member: RoundTeamMember, by: User) -> RoundTeamMember:
    member.ended_at = timezone.now()
    member.save(update_fields=["ended_at"])
    record("matching.round_team_left", by=by, about=member.team)
    left = member.team.members.filter(ended_at=None, yes_at__isnull=False)
    others = [one.entrant.person for one in left.select_related("entrant__person__user")]
    telling.tell(
        member.team.round,
        "matching_round_team_left",
        [person.user for person in others if person is not None and person.user is not None],
        key=f"team-left:{member.pk}",
        link=f"{member.team.round.get_absolute_url()}team/",
    )
    if left.count() < 2 and not member.team.members.filter(ended_at=None, yes_at=None).exists():
        left.update(ended_at=timezone.now())
    return member


def _open(round_: Round) -> Round:
    row = advance_round(round_, now=timezone.now())
    if row.state != RoundState.RANK:
        raise IllegalMove(row.state, "in a team", CLOSED)
    hibernation.demand_awake()
    return row


def _mine(row: Round, by: User) -> RoundEntrant:
    found = RoundEntrant.objects.filter(round=row, person__user=by, left_at=None).first()
    if found is None:
        raise Refused("Save your own list first; then you can go with others.")
    return found
