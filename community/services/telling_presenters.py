"""Mails to whoever presents at a meeting, or wrote for it."""

from django.utils import timezone
from django.utils.formats import date_format

from common.delivery import notify
from profiles.models import User

from ..models import AgendaItem, Meeting


def tell_presenters(meeting: Meeting) -> None:
    """They stand on an agenda that everybody sees from now on."""
    items = meeting.items.filter(owner__isnull=False).select_related("owner")
    for item in items:
        tell_presenter(meeting, item)


def tell_presenter(meeting: Meeting, item: AgendaItem) -> None:
    """One mail for each item and person, when both are known and the meeting is ahead."""
    if item.owner is None or not meeting.is_announced or meeting.is_over:
        return
    notify(
        "community_presenting",
        to=item.owner,
        key=f"item:{item.pk}:{item.owner_id}",
        item=item.title,
        link=f"/meetings/items/{item.pk}/contact/",
        **_words(meeting),
    )


def tell_moved(meeting: Meeting) -> None:
    """Another time or place."""
    if meeting.is_over:
        return
    for user in _concerned(meeting):
        notify(
            "community_meeting_moved",
            to=user,
            key=f"meeting:{meeting.pk}:{meeting.sequence}",
            link=meeting.get_absolute_url(),
            **_words(meeting),
        )


def tell_called_off(meeting: Meeting) -> None:
    """It does not take place."""
    for user in _concerned(meeting):
        notify(
            "community_meeting_called_off",
            to=user,
            key=f"meeting:{meeting.pk}",
            reason=meeting.called_off_why,
            link=meeting.get_absolute_url(),
            **_words(meeting),
        )


def _concerned(meeting: Meeting) -> list[User]:
    """Presenters, and whoever wrote an update. Bookings tell their own."""
    present = meeting.items.filter(owner__isnull=False).values("owner")
    wrote = meeting.updates.filter(by__isnull=False).values("by")
    return list(
        User.objects.filter(pk__in=present).union(User.objects.filter(pk__in=wrote)).order_by("pk")
    )


def _words(meeting: Meeting) -> dict[str, str]:
    starts = timezone.localtime(meeting.starts)
    return {
        "title": meeting.title,
        "day": date_format(starts, "l j F Y"),
        "time": date_format(starts, "H:i"),
        "place": meeting.place or meeting.get_mode_display(),
    }
