"""What attendance, notes, actions and delegations hold about people, and how somebody leaves them."""

from django.db.models import Q

from common.erasing import Leaving, eraser
from common.personal import ACCOUNT, impersonal, part, personal
from profiles.queries.addresses import confirmed_addresses

from ..models import (
    Action,
    Amendment,
    Attendance,
    Delegation,
    Escalation,
    Meeting,
    RemovalRequest,
    SeriesMember,
)
from ..services.naming import take_names_out

PUBLISHED = "community.published_names"
DELEGATIONS, REMOVALS = "community.delegations", "community.removals"
CUSTODIANS = "custodians"
TEXT = "what a meeting said about its subjects; a name in it is taken out on request and by erasure"

personal(
    "community.Attendance",
    "At which meetings you were noted",
    part(
        "user name initials organisation organisation_name state named",
        why="to know who was at a meeting, for whom they came, and whether they may be named",
        basis="interests",
        kept=PUBLISHED,
        seen="custodians; everybody where you said yes, else your organisation only",
    ),
    about="user",
    plain="id meeting made_at",
)
personal(
    "community.Action",
    "Actions that meetings noted",
    part(
        "made_by",
        why="to answer for who wrote it down",
        basis="interests",
        kept=ACCOUNT,
        seen=CUSTODIANS,
    ),
    rows=lambda user: Q(made_by=user) | Q(owners__user=user),
    plain="id meeting item everyone due state step made_at settled_at",
    words={"text": TEXT, "outcome": TEXT},
)
impersonal(
    "community.Action_owners",
    "id action attendance",
    because="It joins an action to a line of attendance, which says who that is.",
)
impersonal(
    "community.ActionReminder",
    "id action meeting told at",
    because="It says that a mail went out, and to how many.",
)
personal(
    "community.Escalation",
    "Actions that you took a step further",
    part("by", why="to answer for who did it", basis="interests", kept=ACCOUNT, seen=CUSTODIANS),
    about="by",
    plain="id action step told at",
)
impersonal(
    "community.MeetingNotes",
    "meeting state circulated_at agreed_at locked_at",
    because="It says how far the notes of a meeting have come.",
)
impersonal(
    "community.ItemNote",
    "id meeting item text",
    because=f"It is {TEXT}.",
)
impersonal(
    "community.Decision",
    "id meeting item number text",
    because=f"It is {TEXT}.",
)
personal(
    "community.Amendment",
    "Changes that you made to published notes",
    part(
        "by", why="to answer for who changed them", basis="interests", kept=ACCOUNT, seen=CUSTODIANS
    ),
    about="by",
    plain="id meeting item decision correction at",
    words={"before": TEXT, "after": TEXT, "reason": TEXT},
)
personal(
    "community.RemovalRequest",
    "Where you asked not to be named",
    part(
        "user name address words asked_at",
        why="to take your name out, and to tell you that it is done",
        basis="consent",
        kept=REMOVALS,
        seen=CUSTODIANS,
    ),
    about="user",
    plain="id meeting state settled_at",
)
impersonal(
    "community.TaskGroup",
    "series purpose ends_on",
    because="It says what a group is for, and until when.",
)
personal(
    "community.SeriesMember",
    "Which series of meetings you belong to",
    part(
        "user name organisation organisation_name named part",
        why="to know who chairs a series or works in a task group",
        basis="interests",
        kept=DELEGATIONS,
        seen="custodians; everybody where you said yes",
    ),
    about="user",
    plain="id series",
)
personal(
    "community.Delegation",
    "Where you speak for the Forum",
    part(
        "user name organisation organisation_name named since until",
        why="to say who represents the Forum where",
        basis="interests",
        kept=DELEGATIONS,
        seen="custodians; everybody where you said yes",
    ),
    part(
        "report reported_on reminded_at",
        why="to share what was brought back",
        basis="interests",
        kept=DELEGATIONS,
        seen="everybody",
    ),
    about="user",
    plain="id ended_at made_at",
    words={"where": "the board or group", "purpose": "what the Forum wants there"},
)


@eraser("community.notes", order=22)
def leave_notes(leaving: Leaving) -> None:
    """Their name becomes "a person" wherever they were noted; what was decided and promised stays."""
    user = leaving.user
    rows = list(Attendance.objects.filter(user=user))
    for meeting in Meeting.objects.filter(pk__in={row.meeting_id for row in rows}):
        own = [row for row in rows if row.meeting_id == meeting.pk]
        leaving.counts["community.attendance"] += len(own)
        take_names_out(meeting, rows=own, words=leaving.words)
    addresses = [user.email.lower(), *confirmed_addresses(user)]
    leaving.remove(RemovalRequest.objects.filter(Q(user=user) | Q(address__in=addresses)))
    leaving.remove(SeriesMember.objects.filter(user=user))
    Delegation.objects.filter(user=user).update(user=None, name="", named=False)
    Action.objects.filter(made_by=user).update(made_by=None)
    Amendment.objects.filter(by=user).update(by=None)
    Escalation.objects.filter(by=user).update(by=None)
