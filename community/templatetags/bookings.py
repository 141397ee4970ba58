"""The box about places, on the page of an event or a meeting."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from .. import booking_words as words
from ..models import Booking, BookingSheet, Event
from ..policies import bookings as policies

register = template.Library()


@register.inclusion_tag("community/booking_box.html", takes_context=True)
def booking_box(context: template.Context, gathering: Any) -> dict[str, Any]:
    """Places left and the way to the form; for who has booked, the way to their booking."""
    user = getattr(context.get("request"), "user", None) or AnonymousUser()
    if gathering.pk is None:  # a preview of what is not saved
        return {"sheet": None}
    kind = "event" if isinstance(gathering, Event) else "meeting"
    if "booking_sheet" in gathering._state.fields_cache:
        sheet = getattr(gathering, "booking_sheet", None)
    else:
        sheet = BookingSheet.objects.filter(**{kind: gathering.pk}).order_by().first()
    runs = policies.may_run_bookings(user)
    if sheet is None:
        over = gathering.ends <= timezone.now()
        new = reverse("community:desk_sheet_new", args=[kind, gathering.pk])
        return {"sheet": None, "offer": new if runs and not over else ""}
    setattr(sheet, kind, gathering)  # as it was read already
    if sheet.is_over or not sheet.is_public:
        return {"sheet": None}
    own = None
    if policies.owns_bookings(user):
        own = Booking.objects.of(user).live().filter(sheet=sheet).first()
    waits = sheet.opens_at and sheet.opens_at > timezone.now()
    return {
        "sheet": sheet,
        "booking": own,
        "closes": words.moment(sheet.closes),
        "opens": words.moment(sheet.opens_at) if waits else "",
        "runs": runs,
        "caterer": user.is_authenticated and policies.may_see_catering(user, sheet),
    }
