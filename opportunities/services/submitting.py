"""Sending an opportunity in to the custodians, and taking it back."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from common import moderation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User

from .. import care, policies
from ..choices import Kind, Lifecycle
from ..models import Challenge, Job, Opportunity, OpportunityState, Placement
from ..models.checks import what_text_lacks
from ..queries import is_waiting, specific
from ..signals import speakers_changed
from .scoping import end_with_sending

# What each challenge has to say: (step, field, sentence).
ASKED = (
    ("problem", "benefit", "Say who would benefit."),
    ("data", "data_note", "Say what data there is, or that there is none yet."),
    ("data", "result", "Say what a good result would look like."),
)


class Untidy(ValidationError):
    """What is still missing before it can be sent in: pairs of (step, sentence) in ``gaps``."""

    def __init__(self, gaps: list[tuple[str, str]]) -> None:
        self.gaps = gaps
        super().__init__([sentence for _, sentence in gaps])


def submission_gaps(draft: Opportunity) -> list[tuple[str, str]]:
    """What is still missing before it can be sent in: (step, sentence)."""
    gaps = []
    today = timezone.localdate()
    if not draft.description.strip():
        gaps.append(("problem", "Say what the problem is."))
    if isinstance(draft, Challenge) and not draft.is_proposal:
        gaps += [(step, says) for step, name, says in ASKED if not getattr(draft, name).strip()]
    when = "terms" if draft.kind == Kind.JOB else "when"
    if draft.closes and draft.closes < today:
        gaps.append((when, "The closing date has passed. Choose a later one."))
    if draft.ends and draft.ends < today:
        gaps.append((when, "The end date has passed. Choose a later one."))
    if draft.pattern != "remote" and draft.district_id is None and not draft.is_proposal:
        gaps.append((when, "Choose the area, or say that it can be done from anywhere."))
    if not draft.requirements.all() and draft.kind != Kind.JOB and not draft.is_proposal:
        gaps.append(("skills", "Choose at least one skill, so that we can suggest people."))
    if isinstance(draft, Challenge) and care.unanswered(draft):
        gaps.append(("care", "Answer the questions about handling the data with care."))
    if isinstance(draft, Job):
        if not draft.employer_form_url:
            gaps.append(("problem", "Give the address where people apply."))
        if draft.closes is None:
            gaps.append(("terms", "Give the closing date."))
        gaps += [("terms", sentence) for sentence in what_text_lacks(draft)]
    if isinstance(draft, Placement) and draft.tentative:
        gaps += _gaps_of_a_maybe(draft, today)
    elif draft.kind == Kind.PLACEMENT:
        if draft.state.supervisor_id is None:
            gaps.append(("terms", "Name a supervisor."))
        if draft.pay_basis in ("paid", "funded") and not draft.funding_source:
            gaps.append(("terms", "Say who pays for the placement."))
        gaps += [("terms", sentence) for sentence in what_text_lacks(draft)]
        if not draft.organisation.is_verified:
            gaps.append(
                (
                    "",
                    f"A custodian has to confirm {draft.organisation} before a placement can be "
                    "sent in. We tell you when that is done.",
                )
            )
    return gaps


def _gaps_of_a_maybe(draft: Placement, today: datetime.date) -> list[tuple[str, str]]:
    gaps = []
    if not draft.depends_on.strip():
        gaps.append(("maybe", "Say what it depends on."))
    if draft.decide_by is None or draft.decide_by < today:
        gaps.append(("maybe", "Say by which day you hope to know; it has to be ahead of us."))
    return gaps


@transaction.atomic
def _submit(opportunity: Opportunity, *, by: User | None) -> Opportunity:
    """Hand the latest text to the custodians. What is live stays as it is until they decide.

    Raises PermissionDenied, :class:`Untidy`, IllegalMove when it has ended. Sending in what waits
    already changes nothing.
    """
    Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    row = specific(Opportunity.objects.get(pk=opportunity.pk))
    demand(by is None or policies.may_submit(by, row))
    if row.state.lifecycle in (Lifecycle.CLOSED, Lifecycle.CANCELLED):
        raise IllegalMove(row.state.lifecycle, "waiting", "This has ended and cannot be sent in.")
    if is_waiting(row):
        return row
    if row.live and not row.has_unpublished_changes:
        raise IllegalMove("live", "waiting", "This is live already, and nothing has changed.")
    draft = row.get_latest_revision_as_object()
    if gaps := submission_gaps(draft):
        raise Untidy(gaps)
    OpportunityState.objects.filter(pk=row.pk).update(submitted_by=by)
    end_with_sending(row, by=by)
    speakers_changed.send(Opportunity, opportunity_id=row.pk)
    moderation.submit(draft, by=by)
    record("opportunities.submitted", by=by, about=row, revision=draft.latest_revision_id)
    return specific(Opportunity.objects.get(pk=row.pk))


def submit_challenge(challenge: Challenge, *, by: User | None) -> Any:
    """Send a challenge in. See :func:`_submit`."""
    return _submit(challenge, by=by)


def submit_placement(placement: Placement, *, by: User | None) -> Any:
    """Send a placement in. See :func:`_submit`."""
    return _submit(placement, by=by)


def submit_job(job: Job, *, by: User | None) -> Any:
    """Send a job in. See :func:`_submit`."""
    return _submit(job, by=by)


@transaction.atomic
def withdraw(opportunity: Opportunity, *, by: User) -> Opportunity:
    """Take back what waits for a custodian, to change it. Raises PermissionDenied, IllegalMove."""
    child = specific(opportunity)
    demand(policies.may_submit(by, child))
    moderation.withdraw(child, by=by)
    record("opportunities.withdrawn", by=by, about=child)
    return child
