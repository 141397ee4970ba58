"""One agreement's terms for a whole team: nobody types them three times."""

from django.db import transaction

from common.activity import record as note
from profiles.models import User

from .. import agreement_words as words
from ..models import PlacementRecord
from ..placement_querysets import PlacementRecordQuerySet
from .agreeing import TERMS, draft_of, hold_open, sent_of

OWN = frozenset({"skills"})
"""What each aims at depends on what they can do already."""


def others_of(record: PlacementRecord) -> PlacementRecordQuerySet:
    """The records of the others in the team whose placement is not over."""
    rows = PlacementRecord.objects.current().filter(application__isnull=False)
    return rows.filter(application=record.application_id).exclude(pk=record.pk)


@transaction.atomic
def copy_terms(record: PlacementRecord, *, by: User) -> int:
    """Put what stands in this one's draft, or was sent last, into the others' drafts; how many changed.

    Nobody is told, and what was sent to them stands until a draft is sent. Twice is the same as once.
    Raises Http404 for whoever does not run the placement, IllegalMove once it is over.
    """
    row = hold_open(record, by)
    said = {name: getattr(draft_of(row), name) for name in TERMS if name not in OWN}
    changed = 0
    for other in others_of(row).prefetch_related("agreements").order_by("pk"):
        draft = draft_of(other)
        for name, value in said.items():
            setattr(draft, name, value)
        before = sent_of(other)
        if draft.pk is None and before is not None and not words.differences(before, draft):
            continue
        draft.save()
        changed += 1
        note("opportunities.agreement_copied", by=by, about=other, number=draft.number)
    return changed
