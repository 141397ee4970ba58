"""Somebody's own calendar: an address that only they know, made, changed and taken away."""

from typing import Any

from django.db import transaction

from common.activity import record
from common.policies import demand

from ..models import CalendarKey
from ..models.bookings import new_nonce
from ..policies.bookings import owns_bookings


@transaction.atomic
def make_address(user: Any, *, by: Any) -> CalendarKey:
    """A new address; the one before it shows nothing from now on."""
    demand(owns_bookings(by) and by.pk == user.pk, hidden=True)
    key, _ = CalendarKey.objects.update_or_create(user=user, defaults={"nonce": new_nonce()})
    record("community.calendar_made", by=by, about=key)
    return key


@transaction.atomic
def revoke_address(user: Any, *, by: Any) -> bool:
    """Take it away; whether there was one."""
    demand(owns_bookings(by) and by.pk == user.pk, hidden=True)
    key = CalendarKey.objects.filter(user=user).first()
    if key is None:
        return False
    record("community.calendar_revoked", by=by, about=key)
    key.delete()
    return True
