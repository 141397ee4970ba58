"""Applying together: asking others in, their own yes to joining, and their yes to what is sent.

Each verb holds the opportunity's row, as applying alone does, so nobody applies twice in two ways.
"""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.activity import record
from common.delivery import notify, notify_address
from common.policies import demand
from common.states import IllegalMove, move
from profiles.links import make
from profiles.models import Person, User

from .. import policies
from ..application_choices import MEMBER_MOVES, ApplicationState, MemberState
from ..eligibility import Stop, person_of, what_stops
from ..models import Application, TeamMember
from ..queries import teams
from .applying import CannotApply, form_of
from .seats import lock
from .telling import team_page

MOST_A_DAY = 20
LINK = "opportunities.team"
M = MemberState


class CannotAsk(ValueError):
    """Why somebody cannot be asked in, in words."""


def link_of(member: TeamMember) -> str:
    """Where the one who was asked answers."""
    return f"/teams/{make(LINK, member.pk)}/"


@transaction.atomic
def ask(
    application: Application, *, by: User, address: str = "", person: Person | None = None
) -> TeamMember:
    """Ask somebody in, by an address or by their profile. Nothing is known of them but their yes.

    The answer is the same whether or not the address is known here, and asking twice asks once.
    Raises Http404 for anybody but the lead, IllegalMove once it was sent, :class:`CannotAsk`.
    """
    row = _draft(application, by)
    form = form_of(row.opportunity)
    if not form.takes_teams:
        raise CannotAsk("They take no teams for this one: everybody applies alone.")
    address = address.strip().lower()
    user = person.user if person else None
    if (person is None) == (not address) or (person and user is None):
        raise CannotAsk("Give an e-mail address, or the address of a profile on the Forum.")
    if (user is not None and user.pk == by.pk) or address == by.email.lower():
        raise CannotAsk("You are in the team already: you lead it.")
    alive = row.members.filter(state__in=[M.ASKED, M.JOINED])
    known = alive.filter(asked=user) if user else alive.filter(address=address)
    if (found := known.first()) is not None:
        return found
    cap = row.opportunity.state.seats_cap
    if 1 + alive.count() >= cap:
        places = "one place" if cap == 1 else f"{cap} places"
        raise CannotAsk(f"There {'is' if cap == 1 else 'are'} {places}, so that is the whole team.")
    since = timezone.now() - datetime.timedelta(days=1)
    mine = TeamMember.objects.filter(application__person__user=by, asked_at__gt=since)
    if mine.count() >= MOST_A_DAY:
        raise CannotAsk(f"You have asked {MOST_A_DAY} people today. Go on tomorrow.")
    made = TeamMember.objects.create(
        application=row, opportunity_id=row.opportunity_id, address=address, asked=user
    )
    record("opportunities.team_asked", by=by, about=row, member_id=made.pk)
    words: dict[str, Any] = {
        "key": f"team:{made.pk}",
        "lead": row.person.name,
        "title": row.opportunity.title,
        "organisation": row.opportunity.hosts,
        "closes": row.opportunity.closes,
        "link": link_of(made),
    }
    if user is not None:
        notify("opportunities_team_asked", to=user, **words)
    else:
        notify_address("opportunities_team_asked", address=address, **words)
    return made


@transaction.atomic
def take_back_request(member: TeamMember, *, by: User) -> TeamMember:
    """Ask them no longer; their link is dead at once. Raises as :func:`ask`."""
    _draft(member.application, by)
    member.refresh_from_db(fields=["state"])
    if member.state != M.TAKEN_BACK:
        move(member, M.TAKEN_BACK, moves=MEMBER_MOVES)
        _forget_address(member)
        record("opportunities.team_taken_back", by=by, about=member.application)
    return member


def what_keeps_out(member: TeamMember, user: User) -> list[Stop]:
    """All that stands between somebody who was asked and the team."""
    stops = what_stops(member.application.opportunity, user)
    person = person_of(user)
    own = Application.objects.alive().filter(person=person, opportunity=member.opportunity_id)
    if person is not None and (found := own.first()) is not None:
        stops.append(
            Stop(
                "You have an application of your own for this.",
                "Take it back first, and then join.",
                f"{found.get_absolute_url()}withdraw/",
            )
        )
    return stops


@transaction.atomic
def join(member: TeamMember, *, by: User, shares_cv: bool = False) -> TeamMember:
    """Say yes to applying together. Twice is the same as once.

    Raises Http404 for anybody but the one who was asked, :class:`CannotApply`, IllegalMove when it
    was taken back or sent meanwhile.
    """
    row = lock(member.application)
    member = TeamMember.objects.select_for_update().get(pk=member.pk)
    person = person_of(by)
    if member.state == M.JOINED and person is not None and member.person_id == person.pk:
        return member
    demand(policies.is_asked_to_join(by, member), hidden=True)
    if row.state != ApplicationState.DRAFT:
        raise IllegalMove(row.state, M.JOINED, "This was sent, or ended, without you.")
    member.application = row
    stops = what_keeps_out(member, by)
    if stops or person is None:
        raise CannotApply(stops)
    member.person, member.joined_at = person, timezone.now()
    member.shares_cv = shares_cv
    member.save(update_fields=["person", "joined_at", "shares_cv"])
    try:
        with transaction.atomic():
            move(member, M.JOINED, moves=MEMBER_MOVES)
    except IntegrityError:
        raise CannotApply([Stop("You are in another team for this one.")]) from None
    _forget_address(member)
    record("opportunities.team_joined", by=by, about=row)
    _tell_lead(row, "joined", member, who=person.name)
    return member


@transaction.atomic
def refuse(member: TeamMember, *, by: User) -> TeamMember:
    """Say no to applying together; the lead is told. Raises Http404, IllegalMove."""
    row = lock(member.application)
    member = TeamMember.objects.select_for_update().get(pk=member.pk)
    demand(policies.is_asked_to_join(by, member), hidden=True)
    if member.state != M.REFUSED:
        move(member, M.REFUSED, moves=MEMBER_MOVES)
        record("opportunities.team_refused", by=by, about=row)
        _tell_lead(row, "refused", member, who=member.address or by.name)
        _forget_address(member)
    return member


@transaction.atomic
def ask_for_yes(application: Application, *, by: User) -> int:
    """Ask everybody in the team to read the text and say yes; how many were asked. Lead only."""
    row = _draft(application, by)
    waiting = row.members.filter(state=M.JOINED, agreed_at__isnull=True)
    rows = list(waiting.select_related("person__user"))
    for member in rows:
        if member.person is not None:
            notify(
                "opportunities_team_read",
                to=member.person.user,
                key=f"{row.pk}:{row.changed:%Y%m%d%H%M%S%f}",
                lead=row.person.name,
                title=row.opportunity.title,
                closes=row.opportunity.closes,
                link=team_page(row),
            )
    return len(rows)


@transaction.atomic
def agree(application: Application, *, by: User, seen: str) -> TeamMember:
    """Say yes to what is sent, as it was when the page was read (``seen``). Twice is the same as once.

    Raises Http404 for anybody who is not in the team, IllegalMove once it was sent or was changed.
    """
    row = lock(application)
    member = teams.membership(row, by)
    demand(member is not None and member.state == M.JOINED, hidden=True)
    assert member is not None
    if row.state != ApplicationState.DRAFT:
        raise IllegalMove(row.state, "agreed", "This was sent already.")
    if seen != version(row):
        raise IllegalMove(
            row.state, "agreed", "The text was changed while you read it. Read it again, please."
        )
    if member.agreed_at is None:
        member.agreed_at = timezone.now()
        member.save(update_fields=["agreed_at"])
        record("opportunities.team_agreed", by=by, about=row)
        if not row.members.filter(state=M.JOINED, agreed_at__isnull=True).exists():
            _tell_lead(row, "agreed", member)
    return member


def version(application: Application) -> str:
    """What says that the text is as it was."""
    return f"{application.changed:%Y%m%d%H%M%S%f}"


def _draft(application: Application, by: User) -> Application:
    row = lock(application)
    demand(policies.is_applicant(by, row), hidden=True)
    if row.state != ApplicationState.DRAFT:
        raise IllegalMove(row.state, "draft", "This was sent already, so the team stays as it is.")
    return row


def _forget_address(member: TeamMember) -> None:
    """Where they were asked is not needed once they have answered."""
    TeamMember.objects.filter(pk=member.pk).update(address="")


def _tell_lead(row: Application, kind: str, member: TeamMember, **words: str) -> None:
    notify(
        f"opportunities_team_{kind}",
        to=row.person.user,
        key=f"team:{member.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        title=row.opportunity.title,
        link=team_page(row),
        **words,
    )
