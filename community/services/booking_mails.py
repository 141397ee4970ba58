"""Mails about bookings. The link to join goes to those with a place, and to nobody else."""

from typing import Any

from django.utils import timezone

from common.delivery import notify, notify_address
from common.models import Message

from .. import booking_links as links
from .. import booking_words as words
from ..models import Booking

KINDS = "community_booking_"


def tell(booking: Booking, what: str, *, key: str = "", **more: Any) -> Message | None:
    """Write the mail ``what`` to whoever booked. Without a ``key`` each time is a mail of its own."""
    gathering = booking.sheet.gathering
    known = {
        "title": gathering.title,
        "when": words.when(gathering),
        "where": words.where(gathering),
        "parts": words.parts(booking),
        "join": booking.sheet.join_link if booking.holds_place else "",
        "link": links.place_link(booking),
        **more,
    }
    key = f"{booking.pk}:{key or f'{timezone.now():%Y%m%d%H%M%S%f}'}"
    if booking.user is not None:
        return notify(KINDS + what, to=booking.user, key=key, **known)
    return notify_address(KINDS + what, address=booking.guest_address, key=key, **known)


def ask_to_confirm(booking: Booking) -> Message | None:
    """Ask a guest whether the mailbox is theirs. The link stands nowhere else."""
    return tell(
        booking,
        "confirm",
        key=f"confirm:{booking.asked_times}",
        join="",
        link=links.confirm_link(booking),
    )


def forget(booking_ids: list[int], addresses: list[str]) -> int:
    """Delete what was written to guests whose bookings are gone; returns how many mails."""
    wanted = {str(pk) for pk in booking_ids}
    rows = Message.objects.filter(kind__startswith=KINDS, address__in=addresses).exclude(
        state=Message.State.QUEUED
    )
    old = [pk for pk, key in rows.values_list("pk", "key") if key.partition(":")[0] in wanted]
    return Message.objects.filter(pk__in=old).delete()[0]
