"""Posting a past one again: its words and tags in a new draft, nothing of what happened to it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from common.activity import record
from common.policies import demand
from profiles.models import User

from .. import policies
from ..models import Challenge, Job, Opportunity, Placement
from ..queries import specific
from .drafting import OWN_FIELDS, save_challenge, save_job, save_placement

SAME = (
    *("title", "summary", "description", "benefit", "data_note", "sensitivity", "result"),
    *("district", "pattern", "days_of_effort", "hours_per_week", "seats"),
    *("gives_back", "gives_back_note", "pay_basis", "pay_amount", "pay_period"),
    *("pay_exception", "funding_source", "stages", "touches_vulnerable"),
)
SAVE: dict[type[Opportunity], Callable[..., Any]] = {
    Challenge: save_challenge,
    Placement: save_placement,
    Job: save_job,
}


@transaction.atomic
def post_again(opportunity: Opportunity, *, by: User, in_full: bool = False) -> Opportunity:
    """A new draft of the same organisation with the same words, requirements and tags.

    ``in_full`` makes a full challenge of a hack proposal. Dates, whether the money is there, the
    supervisor and their yes stay behind: they are of the past.
    Raises PermissionDenied.
    """
    source = specific(opportunity)
    demand(policies.may_copy(by, source))
    # Its owners' last words, where nobody has published any.
    text = source if source.live else source.get_latest_revision_as_object()
    # Who agreed to the data's use agreed to that time only.
    names = (*SAME, *sorted(OWN_FIELDS[type(source)] - {"ethics"}))
    if in_full:
        names = tuple(name for name in names if name != "is_proposal")
    made: Opportunity = SAVE[type(source)](
        None,
        by=by,
        organisation=source.organisation,
        requirements=[
            {"skill_id": row.skill_id, "level": row.level, "essential": row.essential}
            for row in text.requirements.all()
        ],
        themes=text.themes.all(),
        priorities=text.priorities.all(),
        nodes=text.nodes.all(),
        **{name: getattr(text, name) for name in names},
    )
    record("opportunities.posted_again", by=by, about=made, source_id=source.pk)
    return made
