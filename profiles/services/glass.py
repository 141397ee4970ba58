"""Break-glass: how a superuser looks at what is private of one person, and how the person knows."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity, delivery

from .. import policies
from ..models import BrokenGlass, User

SHORTEST_REASON = 15


@transaction.atomic
def break_glass(about: User, *, by: User, reason: str) -> BrokenGlass:
    """Open what is private of ``about`` to ``by`` for half an hour. The person is told at once, with the reason.

    Raises PermissionDenied unless ``by`` is a superuser and it is somebody else, ValueError without a reason
    that says something. While one is open, asking again changes nothing.
    """
    if not policies.may_break_glass(by, about):
        raise PermissionDenied("Only a superuser can do this, and not about themselves.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValueError("Say why in a sentence. The person reads it.")
    User.objects.select_for_update().get(pk=about.pk)
    known = policies.open_glass(by, about)
    if known is not None:
        return known
    glass = BrokenGlass.objects.create(about=about, by_id=by.pk, reason=reason)
    activity.record("profiles.glass_broken", by=by, about=about, glass=glass.pk, until=glass.until)
    # To the address: somebody whose account is closed is told too.
    delivery.notify_address(
        "profiles_looked_inside",
        address=about.email,
        key=f"glass:{glass.pk}",
        who=by.name or "A superuser",
        reason=reason,
        until=glass.until,
    )
    return glass


@transaction.atomic
def mend_glass(about: User, *, by: User) -> int:
    """End one's own look before its time. Returns how many ended."""
    now = timezone.now()
    rows = BrokenGlass.objects.filter(about=about, by_id=by.pk, until__gt=now)
    ended = rows.update(until=now)
    if ended:
        activity.record("profiles.glass_mended", by=by, about=about)
    return ended
