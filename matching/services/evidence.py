"""Asking somebody whose claims count for less to show something for them."""

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.delivery import notify
from common.policies import demand
from profiles.models import Person, User

from .. import policies
from ..stuffed import MOST_CLAIMS


@transaction.atomic
def ask_for_evidence(person: Person, *, by: User) -> None:
    """Write to somebody who claims more than anybody can believe; once a quarter at most."""
    demand(policies.is_broker(by), hidden=True)
    today = timezone.localdate()
    notify(
        "matching_evidence",
        to=person.user,
        key=f"person:{person.pk}:{today.year}-{(today.month - 1) // 3}",
        most=MOST_CLAIMS,
        link="/me/profile/skills/",
    )
    record("matching.evidence_asked", by=by, about=person)
