"""What a superuser who broke the glass sees of one person: their bookings and what they answered."""

from typing import Any

from django import template

from ..models import Booking, Response

MOST = 50

register = template.Library()


@register.inclusion_tag("community/through_glass.html")
def community_through_glass(about: Any) -> dict[str, Any]:
    """Of this person only; the lists of everybody stay closed to whoever runs the machine."""
    bookings = Booking.objects.for_pages().filter(user=about).order_by("-asked_at")[:MOST]
    responses = (
        Response.objects.of(about)
        .filter(user=about)
        .select_related("consultation")
        .prefetch_related("answers__question", "comments__node")
    )
    return {"bookings": bookings, "responses": responses.order_by("-changed_at")[:MOST]}
