"""What waits for a second custodian: each proposal is an entry."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, Q, QuerySet
from django.urls import reverse

from common.needs_me import Entry, Source, register
from common.policies import CUSTODIANS

from .models import Correction
from .queries.corrections import waiting


def to_confirm(user: Any) -> QuerySet:
    """Proposals of others, about applications to which the user has no tie; for custodians."""
    runs = get_user_model().objects.filter(
        Q(is_superuser=True) | Q(groups__name=CUSTODIANS), pk=user.pk, is_active=True
    )
    return waiting(user).exclude(proposed_by=user).filter(Exists(runs))


def _entry(row: Correction) -> Entry:
    return Entry(
        title=f"Confirm or refuse a correction: application {row.application_id}",
        why="A colleague says that its state is wrong. It takes a second custodian to change it.",
        by=row.until,
        url=reverse("opportunities:desk_correction", args=[row.application_id]),
    )


register(Source("corrections", "custodian", rows=to_confirm, entry=_entry))
