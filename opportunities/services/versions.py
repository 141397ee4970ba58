"""Versions of a draft's text: Wagtail's revisions, compared in words and gone back to."""

from typing import Any

from django.db import transaction
from wagtail.models import Revision

from common.activity import record
from profiles.models import User

from ..models import Opportunity
from ..queries import specific
from .copying import SAVE
from .drafting import COMMON_FIELDS, OWN_FIELDS

NOT_TEXT = frozenset({"source", "is_demo"})


@transaction.atomic
def go_back_to(
    opportunity: Opportunity, revision: Revision, *, by: User, expected_revision: int | None = None
) -> Any:
    """Save an earlier text anew, as the latest version; what came between stays in the list.

    Raises as :func:`~opportunities.services.drafting.save_challenge`: PermissionDenied, StaleEdit,
    IllegalMove, and ValidationError where what was fine then is not now.
    """
    thing = specific(opportunity)
    old: Any = revision.as_object()
    model = type(thing)
    saved = SAVE[model](
        thing,
        by=by,
        expected_revision=expected_revision,
        requirements=[
            {"skill_id": row.skill_id, "level": row.level, "essential": row.essential}
            for row in old.requirements.all()
        ],
        themes=old.themes.all(),
        priorities=old.priorities.all(),
        nodes=old.nodes.all(),
        **{name: getattr(old, name) for name in (COMMON_FIELDS | OWN_FIELDS[model]) - NOT_TEXT},
    )
    record("opportunities.went_back", by=by, about=saved, revision=revision.pk)
    return saved
