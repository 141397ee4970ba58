"""The host reads: who is asked to, what they found, and the steps that need no second look.

Offers, the reserve list and declining are written first and sent later: see :mod:`.deciding`.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User
from profiles.policies import speaks_for

from .. import policies_of_applications as policies
from ..application_choices import OVER, ApplicationState
from ..models import Application, Decision, Review
from .in_rounds import demand_rolling
from .moving import advance
from .seats import lock
from .sharing import realign_application, users_of_host
from .telling import tell_reader

S = ApplicationState
TIERS = (1, 2, 3)
MOST_SCORE = 4
MORE_TIME = timedelta(days=14)
"""How much longer a host has once it has said that it goes on with somebody."""

# What a host does at once; the rest is written and read again.
AT_ONCE = frozenset({S.READING, S.SHORTLISTED, S.INTERVIEW, S.PLACED})
LEADS_ONLY = frozenset({S.PLACED})


@transaction.atomic
def move_on(application: Application, to: str, *, by: User) -> Application:
    """Begin to read, shortlist, invite to talk, or say that somebody came. Twice is the same as once.

    Raises Http404 for whoever may not, IllegalMove when it has moved on or a decision is being sent.
    """
    row = lock(application)
    may = policies.may_offer if to in LEADS_ONLY else policies.may_decide_application
    demand(may(by, row), hidden=True)
    if row.state == to:
        return row
    if to not in AT_ONCE:
        raise IllegalMove(row.state, to)
    if Decision.objects.filter(pk=row.pk, sending_since__isnull=False).exists():
        raise IllegalMove(row.state, to, "A decision about this is being sent.")
    values = {}
    if to in (S.SHORTLISTED, S.INTERVIEW):
        # Either would show a name, and promise an answer that the round gives to all at once.
        demand_rolling(row, to)
        # An answer in part is an answer: both are told the new day.
        values = {"answer_by": _later(row), "reminded": 0, "reminded_on": None}
    return advance(row, to, by=by, **values)


def _later(row: Application):
    day = timezone.localdate() + MORE_TIME
    return max(row.answer_by or day, day)


@transaction.atomic
def score(
    application: Application, *, by: User, scores: Mapping[str, int], note: str = ""
) -> Review:
    """Keep what a reader found of each requirement, and a note. Again replaces it.

    Raises Http404 for whoever may not read it, ValidationError for a score of nothing we asked, and
    for nothing at all: handing it in opens what others found.
    """
    row = lock(application)
    demand(policies.may_read_application(by, row), hidden=True)
    if not scores and not note.strip():
        raise ValidationError("Give at least one score, or write a note.")
    if row.state in OVER:
        raise IllegalMove(row.state, "read", "This application has ended.")
    known = {str(pk) for pk in row.opportunity.requirements.values_list("pk", flat=True)}
    for key, value in scores.items():
        if key not in known or value not in range(MOST_SCORE + 1):
            raise ValidationError("Give 0 to 4 for each requirement.")
    review, _ = Review.objects.update_or_create(
        application=row,
        reviewer=by,
        defaults={"scores": dict(scores), "note": note, "done_at": timezone.now()},
    )
    record("opportunities.application_scored", by=by, about=row)
    if row.state == S.RECEIVED:
        advance(row, S.READING, by=by)
    return review


@transaction.atomic
def declare_conflict(application: Application, *, by: User, words: str) -> Review:
    """Say that one should not read this one. From then on it is as if it were not there for them."""
    row = lock(application)
    demand(policies.may_read_application(by, row), hidden=True)
    if not words.strip():
        raise ValidationError("Say in a few words what ties you to them.")
    review, _ = Review.objects.update_or_create(
        application=row,
        reviewer=by,
        # What somebody with a tie thought of it counts for nothing.
        defaults={"conflict": words, "scores": {}, "note": "", "done_at": None},
    )
    Decision.objects.filter(pk=row.pk, written_by=by, sending_since__isnull=True).delete()
    record("opportunities.conflict_declared", by=by, about=row)
    realign_application(row)
    return review


@transaction.atomic
def assign(application: Application, *, reviewer: User, by: User) -> Review:
    """Ask a member of the organisation to read it; they hear by mail. Twice is the same as once.

    Raises Http404 for whoever may not ask, ValidationError for somebody who may not read it.
    """
    row = lock(application)
    demand(policies.may_assign(by, row), hidden=True)
    if not speaks_for(reviewer, row.opportunity.organisation):
        raise ValidationError("Choose somebody who belongs to your organisation.")
    if policies.has_tie(reviewer, row):
        raise ValidationError("They have a tie to this applicant, so somebody else has to read it.")
    review, made = Review.objects.get_or_create(application=row, reviewer=reviewer)
    if made:
        record("opportunities.reader_assigned", by=by, about=row, user_id=reviewer.pk)
        realign_application(row)
        if reviewer.pk != by.pk:
            tell_reader(review)
    return review


@transaction.atomic
def unassign(application: Application, *, reviewer: User, by: User) -> bool:
    """Ask them no longer; what they had scored stays. Whether anybody was taken off."""
    row = lock(application)
    demand(policies.may_assign(by, row), hidden=True)
    unread = Review.objects.filter(application=row, reviewer=reviewer, done_at__isnull=True)
    gone = bool(unread.filter(conflict="").delete()[0])
    if gone:
        record("opportunities.reader_unassigned", by=by, about=row, user_id=reviewer.pk)
        realign_application(row)
    return gone


@transaction.atomic
def set_tier(application: Application, tier: int | None, *, by: User) -> Application:
    """First, second or third choice, or none yet."""
    row = lock(application)
    demand(policies.may_decide_application(by, row), hidden=True)
    if not policies.may_see_findings(by, row):
        raise ValidationError("Keep your own scores first.")
    if tier is not None and tier not in TIERS:
        raise ValidationError("Choose first, second, third, or none.")
    if row.opportunity.state.in_round:
        raise ValidationError("This placement is in a round: put people into tiers on its page.")
    row.tier = tier
    row.save(update_fields=["tier", "changed"])
    record("opportunities.application_tier", by=by, about=row, tier=tier)
    return row


def possible_readers(application: Application, *, by: User) -> list[User]:
    """Members of the organisation who may still be asked to read it; ``by`` may ask themselves.

    The host's side reads it anyway, and whoever of them is asked scores before seeing what others found.
    """
    organisation = application.opportunity.organisation_id
    host = users_of_host(application.opportunity).exclude(pk=by.pk)
    asked = {review.reviewer_id for review in application.reviews.all()}
    members = User.objects.filter(memberships__organisation=organisation, is_active=True)
    others = members.exclude(pk__in=host.values("pk")).exclude(pk__in=asked)
    return list(others.distinct().order_by("name", "pk")[:100])
