"""Writing down what is agreed, sending it, and everybody's yes. A later change asks everybody again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from common.activity import record as note
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import User

from .. import agreement_words as words
from ..application_choices import ApplicationState
from ..models import Agreement, AgreementParty, PlacementRecord
from ..placement_choices import (
    PARTY_MOVES,
    PLACEMENT_MOVES,
    PLACEMENT_OVER,
    PartyAnswer,
    PartyRole,
    PlacementState,
)
from ..policies_of_placements import may_run_placement
from .agreement_parties import ask, close_links, make_parties, tell_all
from .feedback import align
from .moving import advance
from .placing import everybody_agreed
from .seats import lock

S = PlacementState
TERMS = (
    *("starts", "ends", "days", "place", "pay", "supervisor_name", "supervisor_address"),
    *("aims", "skills", "data_handling"),
)


def hold(record: PlacementRecord) -> PlacementRecord:
    """The record as it is now, held with its application until the transaction ends."""
    if record.application is not None:
        lock(record.application)
    PlacementRecord.objects.select_for_update().get(pk=record.pk)
    return PlacementRecord.objects.for_pages().get(pk=record.pk)


def draft_of(record: PlacementRecord) -> Agreement:
    """The version that is not sent; made from the last one, and not saved yet, where there is none."""
    versions = list(record.agreements.all())
    if versions and versions[-1].sent_at is None:
        return versions[-1]
    last = versions[-1] if versions else None
    said = {name: getattr(last, name) for name in TERMS} if last else {}
    return Agreement(record=record, number=(last.number if last else 0) + 1, **said)


def sent_of(record: PlacementRecord) -> Agreement | None:
    """The last version that was sent."""
    sent = [one for one in record.agreements.all() if one.sent_at]
    return sent[-1] if sent else None


def agreed_of(record: PlacementRecord) -> Agreement | None:
    """The version in force: the last to which everybody said yes."""
    agreed = [one for one in record.agreements.all() if one.agreed_at]
    return agreed[-1] if agreed else None


@transaction.atomic
def save_agreement(record: PlacementRecord, *, by: User, **terms: Any) -> Agreement:
    """Keep the host's draft. Nobody is told, and what everybody agreed before stays in force.

    Raises Http404 for whoever does not run the placement, IllegalMove once it is over.
    """
    row = hold_open(record, by)
    draft = draft_of(row)
    for name, value in terms.items():
        if name not in TERMS:
            raise ValueError(f"An agreement has no {name}.")
        setattr(draft, name, value)
    draft.full_clean(exclude=["record", "sent_by"])
    draft.save()
    return draft


@transaction.atomic
def drop_draft(record: PlacementRecord, *, by: User) -> None:
    """Throw a draft away that nobody has seen; the first one stays, there is nothing before it."""
    row = hold_open(record, by)
    if sent_of(row) is not None:
        Agreement.objects.filter(record=row, sent_at__isnull=True).delete()


@transaction.atomic
def send_agreement(record: PlacementRecord, *, by: User) -> Agreement:
    """Ask everybody. Sending is the host's own yes; the version before is asked about no more.

    Raises as :func:`save_agreement`, ValidationError with what is missing or that nothing changed.
    """
    row = hold_open(record, by)
    draft = draft_of(row)
    if draft.pk is None:
        raise IllegalMove(row.state, S.SENT, "This was sent already. Change something first.")
    if missing := words.lacks(draft):
        raise ValidationError([f"Fill this in: {name}." for name in missing])
    before = sent_of(row)
    draft.changes = words.differences(before, draft)
    if before is not None and not draft.changes and row.state != S.DRAFT:
        raise ValidationError("Nothing has changed, so nobody needs to be asked.")
    draft.sent_at, draft.sent_by = timezone.now(), by
    draft.save()
    close_links(AgreementParty.objects.filter(agreement__record=row).exclude(agreement=draft))
    if row.state != S.SENT:
        move(row, S.SENT, moves=PLACEMENT_MOVES)
    for party in make_parties(draft, by=by):
        if party.answer == PartyAnswer.WAITING:
            ask(party, agreement=draft)
    note("opportunities.agreement_sent", by=by, about=row, number=draft.number)
    return draft


@transaction.atomic
def agree(party: AgreementParty, *, name: str, by: User | None = None) -> AgreementParty:
    """Say yes; the last yes makes it an agreement, and with the last agreement of a team the
    application is placed. Twice is once.

    Raises IllegalMove when another version has taken its place, or it is over.
    """
    held, row = _held_party(party, by)
    if held.answer == PartyAnswer.AGREED:
        return held
    _demand_open(held, row)
    move(held, PartyAnswer.AGREED, moves=PARTY_MOVES, field="answer")
    held.name, held.answered_at = name[:120], timezone.now()
    held.save(update_fields=["name", "answered_at"])
    note("opportunities.agreement_agreed", by=by, about=row, role=held.role)
    waiting = held.agreement.parties.filter(revoked_at__isnull=True, answer=PartyAnswer.WAITING)
    if not waiting.exists():
        _conclude(row, held.agreement)
    return held


def _conclude(row: PlacementRecord, agreement: Agreement) -> None:
    agreement.agreed_at = timezone.now()
    agreement.save(update_fields=["agreed_at"])
    move(row, S.AGREED, moves=PLACEMENT_MOVES)
    application = row.application
    waits = application is not None and application.state == ApplicationState.ACCEPTED
    if application is not None and waits and everybody_agreed(application):
        advance(application, ApplicationState.PLACED, by=None, tell=False)
    align(row, agreement)
    tell_all(agreement, "agreement_agreed")
    note("opportunities.agreement_in_force", by=None, about=row, number=agreement.number)


@transaction.atomic
def decline(party: AgreementParty, *, reason: str, by: User | None = None) -> AgreementParty:
    """Say no, and why: the host reads it and writes another version. Raises as :func:`agree`."""
    held, row = _held_party(party, by)
    if held.answer == PartyAnswer.DECLINED:
        return held
    _demand_open(held, row)
    move(held, PartyAnswer.DECLINED, moves=PARTY_MOVES, field="answer")
    held.reason, held.answered_at = reason, timezone.now()
    held.save(update_fields=["reason", "answered_at"])
    # What everybody agreed before goes on; without it, the host begins again from the draft.
    move(row, S.AGREED if agreed_of(row) else S.DRAFT, moves=PLACEMENT_MOVES)
    role = held.get_role_display().lower()
    tell_all(held.agreement, "agreement_declined", reason=reason, role=role)
    close_links(AgreementParty.objects.filter(agreement=held.agreement))
    note("opportunities.agreement_declined", by=by, about=row, role=held.role)
    return held


def hold_open(record: PlacementRecord, by: User) -> PlacementRecord:
    """The record, held, for whoever runs it. Raises Http404 for others, IllegalMove once it is over."""
    row = hold(record)
    demand(may_run_placement(by, row), hidden=True)
    if row.state in PLACEMENT_OVER:
        raise IllegalMove(
            row.state, S.SENT, "This placement is over, so nothing is agreed any more."
        )
    return row


def _held_party(party: AgreementParty, by: User | None) -> tuple[AgreementParty, PlacementRecord]:
    row = hold(PlacementRecord.objects.select_related("application").get(agreements__parties=party))
    held = AgreementParty.objects.select_related("agreement").get(pk=party.pk)
    if held.role == PartyRole.STUDENT:
        demand(by is not None and held.user_id == by.pk, hidden=True)
    held.agreement.record = row
    return held, row


def _demand_open(party: AgreementParty, row: PlacementRecord) -> None:
    if row.state != S.SENT or party.revoked_at or party.answer != PartyAnswer.WAITING:
        raise IllegalMove(
            row.state,
            PartyAnswer.AGREED,
            "This version is no longer asked about: it was answered, or another has taken its place.",
        )
