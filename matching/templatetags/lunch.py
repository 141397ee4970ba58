"""What the pages of bookings load of lunch: where one's three people stand, and where a custodian plans it."""

from typing import Any

from django import template
from django.urls import reverse

from ..queries import lunch as queries

register = template.Library()


@register.inclusion_tag("matching/lunch_of.html")
def lunch_of(booking) -> dict[str, Any]:
    """To whoever asked for it: that there is a plan, or that there will be one."""
    if not (booking.meets and booking.holds_place) or booking.sheet.is_off:
        return {}
    return {
        "booking": booking,
        "seat": queries.seat_of(booking),
        "over": booking.sheet.is_over,
        "url": reverse("matching:lunch", args=[booking.pk]),
    }


@register.simple_tag
def lunch_desk_url(sheet) -> str:
    """Where its lunch is planned."""
    return reverse("matching:desk_lunch", args=[sheet.pk])
