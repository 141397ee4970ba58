"""What one sees after asking again: challenged results, what was put aside, reports, drafts of events."""

from collections.abc import Iterator

from community.models import AgendaItem, Event, Meeting
from forum.demo import accounts
from matching import services
from matching.models import Match, ThreadMessage
from profiles.models import User


def of_second_looks() -> Iterator[tuple[User, str]]:
    """Of a student and of a presenter; of custodians."""
    yield from of_challenged()
    yield from of_event_drafts()
    student = User.objects.get(email=accounts.STUDENT)
    item = Meeting.objects.coming().first().items.order_by("pk").last()
    AgendaItem.objects.filter(pk=item.pk).update(owner=student)
    yield student, f"/meetings/items/{item.pk}/contact/"


def of_challenged() -> Iterator[tuple[User, str]]:
    """A result that somebody challenged, one put aside, a message that was reported."""
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    student = User.objects.get(email=accounts.STUDENT)
    matches = Match.objects.filter(person__user=student, is_current=True).order_by("pk")
    aside, challenged = matches.filter(introductions=None)[:2]
    appeal = services.appeal(challenged, by=student, words="I do hold that skill.")
    yield student, f"/matches/challenged/{appeal.pk}/"
    yield custodian, f"/desk/matching/appeals/{appeal.pk}/"
    put = services.put_aside(aside, by=student, reason="dates")
    yield student, f"/matches/aside/{put.pk}/back/"
    talk = ThreadMessage.objects.filter(side="need").first()
    services.report_message(talk, by=talk.introduction.person.user, words="Not about work.")
    yield custodian, f"/desk/messages/{talk.pk}/"


def of_event_drafts() -> Iterator[tuple[User, str]]:
    """An event that waits, as its author and a custodian see it."""
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    draft = Event.objects.filter(live=False).order_by("pk").first()
    yield custodian, f"{draft.get_absolute_url()}decide/"
    event = Event.objects.public().upcoming().filter(state__submitted_by__isnull=False).first()
    for page in ("edit/", "repeat/"):
        yield event.state.submitted_by, f"{event.get_absolute_url()}{page}"
    sheetless = Event.objects.public().upcoming().order_by("pk").last()
    yield custodian, f"/desk/bookings/new/event/{sheetless.pk}/"
