"""What meetings, agendas, papers and updates hold about people, how long, and how it goes."""

import datetime

from django.db.models import QuerySet

from common.erasing import Leaving, eraser, redact
from common.personal import ACCOUNT, impersonal, part, personal
from common.retention import clock

from ..models import AgendaItem, Meeting, MemberUpdate, Paper

CONTACT_KEPT = datetime.timedelta(days=183)
CLOCK = "community.contacts"
PUBLISHED = "everybody, once the meeting is announced"
OF_A_MEETING = "what a meeting is about; custodians write it and are asked to name nobody"

personal(
    "community.Meeting",
    "Meetings you made",
    part(
        "created_by",
        why="answering for what was done at the desk",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="created_by",
    plain="id starts ends mode district is_demo series on part host updates_by updates_reminded_for announced_at"
    " called_off_at sequence changed_at",
    words={
        "title": OF_A_MEETING,
        "summary": OF_A_MEETING,
        "place": "a room and a building",
        "address": "of a building",
        "ways": "how to get there",
        "called_off_why": OF_A_MEETING,
        "uid": "of its calendar entry; drawn by lot",
    },
)
for _model, _fields in (
    ("MeetingSeries", "id title summary order ended_on"),
    ("StandingItem", "id order title kind minutes text series"),
    ("Meeting_strands", "id meeting strand"),
    ("Meeting_priorities", "id meeting priority"),
    ("Meeting_nodes", "id meeting node"),
):
    impersonal(f"community.{_model}", _fields, because="What meetings are about, in public.")

personal(
    "community.AgendaItem",
    "What you present at meetings",
    part(
        "owner owner_name",
        why="an agenda that says who presents",
        basis="interests",
        kept=ACCOUNT,
        seen=PUBLISHED,
    ),
    part(
        "contact contact_shown",
        why="letting listeners reach whoever presents",
        basis="consent",
        kept=CLOCK,
        seen=PUBLISHED,
    ),
    about="owner",
    plain="id order kind minutes meeting standing state moved_from opportunity",
    words={"title": OF_A_MEETING, "text": OF_A_MEETING},
)
personal(
    "community.Paper",
    "Papers you laid on agendas",
    part(
        "uploaded_by",
        why="answering for what was done at the desk",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="uploaded_by",
    plain="id item size members_only accessible added_at scan",
    words={
        "title": OF_A_MEETING,
        "link": "where the paper lies elsewhere",
        "stored": "the name of a file, drawn by lot",
        "extension": "which format it has",
        "media_type": "which format it has",
    },
)
personal(
    "community.MemberUpdate",
    "What you wrote for a meeting on behalf of an organisation",
    part(
        "text by at",
        why="telling the others what an organisation does",
        basis="interests",
        kept=ACCOUNT,
        seen=f"{PUBLISHED}; your name only custodians",
    ),
    about="by",
    plain="id meeting organisation",
)


def _over(now: datetime.datetime) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(meeting__ends__lt=now - CONTACT_KEPT).exclude(contact="")


@clock(
    CLOCK,
    keeps="How to reach whoever presented at a meeting",
    until=f"{CONTACT_KEPT.days} days after the meeting",
    due=lambda now: _over(now).count(),
)
def forget_contacts(now: datetime.datetime) -> int:
    """The name stays on the agenda, as it was published."""
    return _over(now).update(contact="", contact_shown=False)


@eraser("community.meetings", order=22)
def leave_meetings(leaving: Leaving) -> None:
    """What an organisation said stays its own; agendas keep what was talked about, without the name."""
    user = leaving.user
    AgendaItem.objects.filter(owner=user).update(owner=None, contact="", contact_shown=False)
    AgendaItem.objects.filter(contact__in=leaving.addresses).update(contact="", contact_shown=False)
    MemberUpdate.objects.filter(by=user).update(by=None)
    Meeting.objects.filter(created_by=user).update(created_by=None)
    Paper.objects.filter(uploaded_by=user).update(uploaded_by=None)
    redact(AgendaItem.objects.all(), "title owner_name text contact", leaving.words)
    redact(MemberUpdate.objects.all(), "text", leaving.words)
    redact(Meeting.objects.all(), "title summary called_off_why", leaving.words)
    redact(Paper.objects.all(), "title", leaving.words)
