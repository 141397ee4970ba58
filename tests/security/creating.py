"""Each form that makes something, and what another body for its key looks like."""

from django.utils import timezone

from community.models import (
    Action,
    AgendaItem,
    Attendance,
    Booking,
    BookingSheet,
    Decision,
    Delegation,
    Meeting,
    MeetingSeries,
    Paper,
    RemovalRequest,
    SeriesMember,
    TaskGroup,
)
from matching.models import Introduction
from opportunities.models import Opportunity, Partnership, SavedSearch, Scoping, TeamMember
from profiles.models import Claimable, Interest, Invitation, JoinRequest, Offer, Organisation

from .good_answers import AWAY, JOB, MEETING, OFFER, ORGANISATION, PROBLEM
from .matrix_rows_joining import MET


def creating(town) -> dict[str, tuple]:
    """Each form that makes something: (who, path, fields, one field to change, what is made)."""
    return {
        "challenge": (
            town.lead,
            f"/challenges/new/?for={town.ours.slug}",
            PROBLEM,
            "benefit",
            Opportunity,
        ),
        "placement": (
            town.lead,
            f"/placements/new/?for={town.ours.slug}",
            {"title": "Tidy it", "description": "A survey.", "learns": "Mapping."},
            "learns",
            Opportunity,
        ),
        "job": (town.lead, f"/jobs/new/?for={town.ours.slug}", JOB, "description", Opportunity),
        "past one posted again": (
            town.lead,
            "/placements/stop-audit/again/",
            {"note": ""},
            "note",
            Opportunity,
        ),
        "we have this too": (
            town.lead,
            "/challenges/repairs/together/",
            {"organisation": town.ours.slug, "words": "We too.", "seats": "1"},
            "words",
            Partnership,
        ),
        "hack proposal": (
            town.lead,
            f"/challenges/propose/?for={town.ours.slug}",
            {**PROBLEM, "data_note": "A table.", "sensitivity": "open"},
            "benefit",
            Opportunity,
        ),
        "help with a draft": (
            town.lead,
            f"/challenges/{town.challenge_draft.slug}/help/",
            {"act": "ask", "question": "Is it too big?"},
            "question",
            Scoping,
        ),
        "organisation on the way": (
            town.lead,
            "/challenges/new/?other=yes",
            {"organisation": "new", "name": "Severn Choir", "kind": "community"},
            "kind",
            Organisation,
        ),
        "organisation": (
            town.student,
            "/organisations/new/",
            ORGANISATION,
            "website",
            Organisation,
        ),
        "offer": (town.student, "/offers/new/", OFFER, "summary", Offer),
        "invitation": (
            town.lead,
            f"/organisations/{town.ours.slug}/people/invite/",
            {"address": "new@people.example", "role": "member"},
            "role",
            Invitation,
        ),
        "request to join": (
            town.student,
            f"/organisations/{town.ours.slug}/join/",
            {"note": "I run the till."},
            "note",
            JoinRequest,
        ),
        "interest": (
            town.student,
            "/me/interests/",
            {"about": town.theirs.name, "nature": "work", "note": ""},
            "note",
            Interest,
        ),
        "saved search": (
            town.student,
            "/me/searches/new/",
            {"name": "Maps", "alerts": "weekly", "kind": "challenge", "query": "q=maps"},
            "query",
            SavedSearch,
        ),
        "somebody met": (
            town.custodian,
            "/desk/met/person/",
            {**MET, "met_on": f"{timezone.localdate():%Y-%m-%d}"},
            "met_where",
            Claimable,
        ),
        "question to join a team": (
            town.student,
            f"/applications/{town.team_draft.pk}/team/",
            {"action": "ask", "who": "robin@post.example"},
            "who",
            TeamMember,
        ),
        "booking": (
            town.lead,
            town.open_sheet.get_absolute_url(),
            {"name": "Lee Stone"},
            "name",
            Booking,
        ),
        "booking sheet": (
            town.custodian,
            f"/desk/bookings/new/meeting/{town.meeting_draft.pk}/",
            {"purge_days": "28", "part_1_title": "The meeting"},
            "part_1_title",
            BookingSheet,
        ),
        "walk-in": (
            town.custodian,
            f"{town.sheet.desk_url}door/",
            {"act": "walk-in", "name": "Sam Late"},
            "name",
            Booking,
        ),
        "meeting": (
            town.custodian,
            f"/desk/meetings/new/?series={town.series.pk}",
            MEETING,
            "summary",
            Meeting,
        ),
        "series of meetings": (
            town.custodian,
            "/desk/meetings/series/new/",
            {"title": "Task group on trees", "summary": ""},
            "summary",
            MeetingSeries,
        ),
        "item of an agenda": (
            town.custodian,
            f"/desk/meetings/{town.meeting.pk}/items/new/",
            {"title": "A talk", "kind": "ordinary", "text": ""},
            "text",
            AgendaItem,
        ),
        "paper": (
            town.custodian,
            f"/desk/meetings/items/{town.item.pk}/papers/new/",
            {"title": "A page", "link": "https://one.example/"},
            "title",
            Paper,
        ),
        "attendance": (
            town.custodian,
            f"/desk/meetings/{town.unnoted.pk}/people/",
            {"lines": "Una Kay (Tile Hill)", "state": "attended", "act": "enter"},
            "lines",
            Attendance,
        ),
        "decision": (
            town.custodian,
            f"/desk/meetings/{town.unnoted.pk}/decisions/new/",
            {"text": "We publish."},
            "text",
            Decision,
        ),
        "action": (
            town.custodian,
            f"/desk/meetings/{town.noted.pk}/actions/new/",
            {"text": "Ring", "owners": "all"},
            "text",
            Action,
        ),
        "actions in notes": (
            town.custodian,
            f"/desk/meetings/{town.noted.pk}/actions/found/",
            {"count": "1", "keep_0": "on", "text_0": "Ring", "owners_0": "all"},
            "text_0",
            Action,
        ),
        "not to be named": (
            town.lead,
            f"/meetings/not-named/{town.noted.pk}/",
            {"name": "Noted lead", "words": ""},
            "words",
            RemovalRequest,
        ),
        "task group": (
            town.custodian,
            "/desk/groups/new/",
            {"title": "Trees", "purpose": "Count.", "ends_on": "2099-01-01"},
            "purpose",
            TaskGroup,
        ),
        "member of a series": (
            town.custodian,
            f"/desk/series/{town.group.pk}/members/new/",
            {"name": "Priya Rao", "part": "member"},
            "name",
            SeriesMember,
        ),
        "representative": (
            town.custodian,
            "/desk/representatives/new/",
            {**AWAY, "purpose": ""},
            "purpose",
            Delegation,
        ),
        "introduction": (
            town.student,
            f"/matches/{town.placement_match.pk}/ask/",
            {"message": "I would like to help."},
            "message",
            Introduction,
        ),
    }


OTHER = {
    "who": "other@post.example",
    "kind": "public",
    "role": "lead",
    "website": "https://other.example",
}
