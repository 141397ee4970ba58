"""Somebody leaves a team: a member, or whoever leads it. What happens then is said to all and to the host.

Before it is sent the rest goes on. Afterwards the host decides whether a smaller team is enough: nothing
that was read ends by itself, only an open offer to a team that is now too small goes back.
"""

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User
from profiles.services import end_disclosures

from .. import policies
from ..application_choices import OVER, ApplicationState, MemberState
from ..models import Application, TeamMember
from ..queries import teams
from .moving import advance
from .placing import begin_records, end_of, everybody_agreed
from .seats import give_back, lock
from .sharing import realign_application
from .telling import tell_host, tell_team

S, M = ApplicationState, MemberState


@transaction.atomic
def leave(application: Application, *, by: User, erased: bool = False) -> Application:
    """Leave a team that another leads, at any time; a place that was held is free at once.

    Twice is the same as once. Raises Http404 for anybody who is not in it, IllegalMove when it is over.
    """
    row = lock(application)
    gone = row.members.filter(person__user=by).order_by("-pk").first()
    demand(gone is not None and gone.state in (M.JOINED, M.LEFT, M.ENDED), hidden=True)
    assert gone is not None
    if gone.state == M.LEFT:
        return row
    if row.state in OVER:
        raise IllegalMove(row.state, "left", "This has ended.")
    return take_out(row, gone, by=None if erased else by)


@transaction.atomic
def take_out(row: Application, gone: TeamMember, *, by: User | None) -> Application:
    """One of a team is in it no more, and their placement ends; the others' go on. ``row`` is locked.

    ``by`` is None where nobody is named: an account that is deleted.
    """
    assert gone.person is not None
    TeamMember.objects.filter(pk=gone.pk).update(state=M.LEFT, left_at=timezone.now())
    end_of(row, gone.person)
    record("opportunities.team_left", by=by, about=row)
    return _go_on(row, who="" if by is None else gone.person.name)


@transaction.atomic
def hand_over(
    application: Application, *, by: User, heir: TeamMember, erased: bool = False
) -> Application:
    """Leave a team that one leads: a member leads it from now on. The text stays the team's.

    The placement of whoever leaves ends; the heir's goes on, with what was agreed about it.
    Raises Http404 for anybody but the lead and for an heir who is not in it, IllegalMove when it is over.
    """
    row = lock(application)
    demand(policies.is_applicant(by, row), hidden=True)
    if row.state in OVER:
        raise IllegalMove(row.state, "left", "This has ended.")
    heir = row.members.select_for_update().filter(pk=heir.pk, state=M.JOINED).first() or heir
    demand(heir.state == M.JOINED and heir.application_id == row.pk, hidden=True)
    return pass_on(row, heir, by=by, erased=erased)


@transaction.atomic
def pass_on(
    row: Application, heir: TeamMember, *, by: User | None, erased: bool = False
) -> Application:
    """Whoever led a team is in it no more, and a member leads it. ``row`` is locked."""
    end_of(row, row.person)
    end_disclosures(row.cause)
    end_disclosures(heir.cause)
    person, before = heir.person, row.person
    assert person is not None
    values = {"person": person, "shares_cv": heir.shares_cv, "accepted_at": heir.accepted_at}
    heir.delete()
    Application.objects.filter(pk=row.pk).update(**values)
    if not erased:
        # Their name may stand in the text, so that a blind reading still has to hide it.
        TeamMember.objects.create(
            application=row,
            opportunity_id=row.opportunity_id,
            person=before,
            state=M.LEFT,
            joined_at=row.created,
            left_at=timezone.now(),
        )
    row = lock(row)
    if row.holds_seat:
        begin_records(row)
    record("opportunities.team_handed_over", by=None if erased else by, about=row)
    return _go_on(row, who="" if erased else before.name)


def _go_on(row: Application, *, who: str) -> Application:
    """The rest, without somebody: a place back, the host's view, and what it means, told to all."""
    if row.holds_seat:
        give_back(row, why="left the team", places=1)
    realign_application(row)
    least, size = teams.too_small(row), teams.size_of(row)
    words = {"who": who, "size": size, "least": least, "state": str(row.state)}
    tell_team(row, "smaller", but=None, **words)
    if row.state == S.DRAFT:
        return row
    tell_host(row, "team_smaller", size=size, least=least, state=str(row.state))
    if row.state == S.ACCEPTED and everybody_agreed(row):
        return advance(row, S.PLACED, by=None, tell=False)
    if row.state != S.OFFERED:
        return row
    if least:
        return advance(
            row,
            S.RESERVE,
            by=None,
            offer_until=None,
            public_text=(
                f"Your team has {size} left, and we asked for {least}, so the offer is open no more. "
                "You are on the reserve list while they decide whether a smaller team is enough."
            ),
        )
    if not teams.missing_yes(row):
        row = advance(row, S.ACCEPTED, by=None)
        tell_host(row, "accepted")
    return row


def lead_or_member_leaves(application: Application, *, user: User) -> bool:
    """For an account that is deleted: the others go on without it. Whether anybody is left to."""
    if not policies.is_applicant(user, application):
        leave(application, by=user, erased=True)
        return True
    heir = application.members.filter(state=M.JOINED).order_by("joined_at", "pk").first()
    if heir is None or application.is_over:
        return False
    hand_over(application, by=user, heir=heir, erased=True)
    return True
