"""Two organisations in one challenge or placement: asked, answered, left again; both sides hear of it.

The state of the opportunity is locked first, as everywhere, so that two answers come one after the
other and places are pooled once.
"""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import Organisation, User

from .. import policies
from .. import policies_of_partners as may
from ..application_choices import WAITS_FOR_HOST, ApplicationState
from ..choices import Lifecycle
from ..models import (
    Application,
    Challenge,
    Opportunity,
    OpportunityState,
    Partnership,
    Placement,
)
from ..partner_choices import (
    IN_FORCE,
    MOST_SEATS_ADDED,
    PARTNER_MOVES,
    PartnerKind,
    PartnerState,
    Weekday,
)
from .drafting import save_challenge
from .lifecycle import cancel
from .partner_rows import changed, leads, lock, side_asked, side_asking, tell

UNDECIDED = sorted({*WAITS_FOR_HOST, ApplicationState.OFFERED, ApplicationState.RESERVE})
TWICE = "Your organisation has asked already, or is part of it."


@transaction.atomic
def ask_to_cosponsor(
    challenge: Opportunity,
    *,
    by: User,
    organisation: Organisation,
    words: str,
    seats: int = 0,
    data_note: str = "",
    instead_of: Opportunity | None = None,
) -> Partnership:
    """Say "we have this too": the poster's leads answer. A draft of one's own may be dropped for it.

    Raises PermissionDenied, IllegalMove when the challenge has ended or the organisation asked before,
    ValidationError for places out of bounds.
    """
    OpportunityState.objects.select_for_update().get(pk=challenge.pk)
    challenge = _fresh(challenge)
    demand(may.may_ask_to_cosponsor(by, challenge, organisation))
    if not may.takes_partners(challenge):
        raise IllegalMove(challenge.state.lifecycle, "asked", "This has ended, or is not public.")
    if not 0 <= seats <= MOST_SEATS_ADDED:
        raise ValidationError({"seats": f"Add {MOST_SEATS_ADDED} places at most."})
    asked = _ask(
        challenge,
        organisation,
        PartnerKind.COSPONSOR,
        by=by,
        words=words,
        seats=seats,
        data_note=data_note,
    )
    if instead_of is not None:
        _drop(instead_of, by=by, organisation=organisation)
    return asked


@transaction.atomic
def ask_to_share(
    placement: Placement,
    *,
    by: User,
    organisation: Organisation,
    words: str,
    host_days: Sequence[str],
    partner_days: Sequence[str],
    host_hours: int,
    partner_hours: int,
) -> Partnership:
    """Ask a second organisation to share one analyst: its leads answer, before anything is published.

    Raises PermissionDenied, IllegalMove when somebody was asked already, ValidationError when the days
    overlap or the hours do not add up.
    """
    OpportunityState.objects.select_for_update().get(pk=placement.pk)
    demand(may.may_share(by, placement))
    if not organisation.is_verified or organisation.pk == placement.organisation_id:
        raise ValidationError({"organisation": "Choose another organisation that is confirmed."})
    days = [day for day in Weekday.values if day in host_days]
    theirs = [day for day in Weekday.values if day in partner_days]
    if not days or not theirs or set(days) & set(theirs):
        raise ValidationError({"partner_days": "Give each a day of its own: no day to both."})
    whole = placement.get_latest_revision_as_object().hours_per_week
    if min(host_hours, partner_hours) < 1 or whole != host_hours + partner_hours:
        raise ValidationError({"partner_hours": hours_say(whole, host_hours, partner_hours)})
    return _ask(
        placement,
        organisation,
        PartnerKind.SHARES,
        by=by,
        words=words,
        host_days=days,
        partner_days=theirs,
        host_hours=host_hours,
        partner_hours=partner_hours,
    )


def hours_say(whole: int | None, host: int, partner: int) -> str:
    """What is wrong with the hours of the two."""
    if whole is None:
        return "Say first how many hours a week the placement has, with “Where and when?”."
    return f"The placement has {whole} hours a week, and the two make {host + partner}."


def _ask(
    opportunity: Opportunity, organisation: Organisation, kind: PartnerKind, *, by: User, **what
) -> Partnership:
    try:
        with transaction.atomic():
            row = Partnership.objects.create(
                opportunity_id=opportunity.pk,
                organisation=organisation,
                kind=kind,
                asked_by=by,
                **what,
            )
    except IntegrityError:
        said = TWICE
        if kind == PartnerKind.SHARES:
            said = "An organisation was asked already. Take that back first."
        raise IllegalMove("asked", "asked", said) from None
    record("opportunities.partner_asked", by=by, about=opportunity, organisation_id=organisation.pk)
    tell(row, "asked", to=side_asked(row), by=by)
    return row


def _drop(draft: Opportunity, *, by: User, organisation: Organisation) -> None:
    demand(policies.may_edit(by, draft) and not draft.live)
    if draft.organisation_id != organisation.pk:
        raise ValidationError("The draft belongs to another organisation than the one that asks.")
    if draft.state.lifecycle == Lifecycle.OPEN:
        cancel(draft, by=by, reason="It goes on as part of a challenge that was there already.")


@transaction.atomic
def accept_partner(partnership: Partnership, *, by: User) -> Partnership:
    """Say yes: both are named, places and data are pooled. Raises PermissionDenied, IllegalMove."""
    row = lock(partnership)
    demand(may.may_answer(by, row))
    if not row.organisation.is_verified:
        raise IllegalMove(
            row.state, "joined", f"{row.organisation} is not confirmed by a custodian at present."
        )
    if row.kind == PartnerKind.COSPONSOR and not may.takes_partners(row.opportunity):
        raise IllegalMove(row.state, "joined", "This has ended, or is not public any more.")
    _answer(row, PartnerState.JOINED, by=by)
    return row


@transaction.atomic
def add_data(partnership: Partnership, *, by: User) -> Challenge:
    """Put the data that a co-sponsor brings into the text: an edit, which custodians read when it is sent in.

    Added once, whatever is asked. Raises PermissionDenied, ValidationError when the text gets too long,
    IllegalMove while it waits for a custodian or has ended.
    """
    row = lock(partnership)
    challenge = Challenge.objects.get(pk=row.opportunity_id)
    demand(may.may_add_data(by, row))
    said = f"{row.organisation}: {row.data_note}"
    known = challenge.get_latest_revision_as_object().data_note
    if said in known:
        return challenge
    return save_challenge(challenge, by=by, data_note=f"{known}\n\n{said}".strip())


@transaction.atomic
def decline_partner(partnership: Partnership, *, by: User, reason: str) -> Partnership:
    """Say no, kindly and why. Raises PermissionDenied, IllegalMove, ValueError without a reason."""
    row = lock(partnership)
    demand(may.may_answer(by, row))
    if not reason.strip():
        raise ValueError("Say why, in a sentence.")
    _answer(row, PartnerState.DECLINED, by=by, reason=reason)
    return row


def _answer(row: Partnership, to: PartnerState, *, by: User, reason: str = "") -> None:
    move(row, to, moves=PARTNER_MOVES)
    row.answered_by, row.answered_at, row.reason = by, timezone.now(), reason
    row.save(update_fields=["answered_by", "answered_at", "reason"])
    changed(row, str(to), by=by)
    tell(row, "answered", to=side_asking(row), by=by, yes=to == PartnerState.JOINED)


@transaction.atomic
def end_partnership(partnership: Partnership, *, by: User, reason: str = "") -> Partnership:
    """Take back what was asked, or leave again; nobody loses a place they hold.

    Raises PermissionDenied, IllegalMove.
    """
    row = lock(partnership)
    if row.state not in (PartnerState.ASKED, PartnerState.JOINED):
        raise IllegalMove(row.state, PartnerState.LEFT)
    demand(may.may_end(by, row))
    asked = _end(row, by=by, reason=reason)
    told = side_asked(row)
    if not asked:
        told = {*leads(row.organisation_id), *leads(row.opportunity.organisation_id)}
    tell(row, "left", to=told, by=by, asked=asked)
    return row


def _end(row: Partnership, *, by: User | None, reason: str = "") -> bool:
    """Whether it had only been asked for."""
    asked = row.state == PartnerState.ASKED
    move(row, PartnerState.TAKEN_BACK if asked else PartnerState.LEFT, moves=PARTNER_MOVES)
    row.ended_at, row.reason = timezone.now(), reason
    row.save(update_fields=["ended_at", "reason"])
    changed(row, str(row.state), by=by)
    return asked


def organisation_closed(organisation_id: int) -> int:
    """A partner is here no more: its part in what goes on ends as if it had left; returns how many.

    Nobody loses a place they hold. Safe to repeat; opening it again brings nothing back.
    """
    late = Application.objects.filter(opportunity=OuterRef("opportunity"), state__in=UNDECIDED)
    rows = (
        Partnership.objects.in_force()
        .filter(organisation=organisation_id)
        .exclude(opportunity__state__lifecycle=Lifecycle.CANCELLED)
        # What has ended and is answered stays as it was: both did it.
        .exclude(~Exists(late), opportunity__state__lifecycle=Lifecycle.CLOSED)
        .order_by("opportunity_id", "pk")
    )
    return sum(_end_of_closed(row) for row in rows)


@transaction.atomic
def _end_of_closed(found: Partnership) -> bool:
    row = lock(found)
    if row.state not in IN_FORCE:
        return False
    asked = _end(row, by=None)
    host = leads(row.opportunity.organisation_id)
    tell(row, "left", to=host, by=None, asked=asked, closed=True)
    return True


def _fresh(opportunity: Opportunity) -> Opportunity:
    return Opportunity.objects.select_related("organisation__state", "state").get(pk=opportunity.pk)
