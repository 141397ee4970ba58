"""Each form that makes something, and what another body for its key looks like."""

import datetime

from django.utils import timezone

from community.models import (
    Action,
    AgendaItem,
    Attendance,
    Booking,
    BookingSheet,
    Consultation,
    Conversation,
    Decision,
    Delegation,
    Event,
    HostCall,
    HostOffer,
    Meeting,
    MeetingSeries,
    OfficeHolder,
    Paper,
    Question,
    RemovalRequest,
    ReportRow,
    Response,
    SeriesMember,
    TaskGroup,
)
from desk.models import Newsletter
from impact.models import Outcome
from matching.models import (
    Appeal,
    Aside,
    Introduction,
    KnownLink,
    LunchPlan,
    Round,
    RoundTeam,
    SeatByHand,
    ThreadMessage,
)
from opportunities.models import Opportunity, Partnership, SavedSearch, Scoping, TeamMember
from profiles.models import Claimable, Interest, Invitation, JoinRequest, Offer, Organisation

from .addresses_consultations import CONSULTATION, QUESTION, REPORT_ROW, TALK
from .addresses_impact import OUTCOME
from .addresses_pages import OFFICE
from .addresses_rounds import round_fields
from .good_answers import AWAY, EVENT, JOB, MEETING, OFFER, ORGANISATION, PROBLEM, ROOM
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
        "event": (town.student, "/events/new/", EVENT, "summary", Event),
        "event of a flier": (
            town.student,
            "/events/new/several/",
            {
                "action": "save",
                "number": "1",
                "e0-keep": "on",
                **{f"e0-{name}": value for name, value in EVENT.items() if name != "mode"},
            },
            "e0-place",
            Event,
        ),
        "more dates of an event": (
            town.lead,
            f"{town.our_event_again.get_absolute_url()}repeat/",
            {
                "every": "week",
                "until": f"{town.our_event_again.starts + datetime.timedelta(days=8):%Y-%m-%d}",
                "sure": "yes",
            },
            "until",
            Event,
        ),
        "organisation": (
            town.student,
            "/organisations/new/",
            ORGANISATION,
            "website",
            Organisation,
        ),
        "offer": (town.student, "/offers/new/", OFFER, "summary", Offer),
        "link that was there before": (
            town.custodian,
            "/desk/rings/links/",
            {"one": town.ours.name, "other": town.theirs.name},
            "other",
            KnownLink,
        ),
        "lunch plan": (
            town.custodian,
            f"/desk/bookings/{town.sheet.pk}/lunch/",
            {"sizes": "6"},
            "sizes",
            LunchPlan,
        ),
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
        "term of office": (
            town.custodian,
            "/desk/offices/new/",
            OFFICE,
            "about",
            OfficeHolder,
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
            {"keep_0": "on", "text_0": "Ring", "owners_0": "all"},
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
        "challenged result": (
            town.student,
            f"/matches/{town.placement_match.pk}/challenge/",
            {"words": "Why is this so?"},
            "words",
            Appeal,
        ),
        "not for me": (
            town.student,
            f"/matches/{town.placement_match.pk}/not-for-me/",
            {"reason": "this_one"},
            "reason",
            Aside,
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
        "newsletter": (
            town.custodian,
            "/desk/newsletter/",
            {"rhythm": "monthly"},
            "rhythm",
            Newsletter,
        ),
        "offer to host": (
            town.lead,
            f"/meetings/hosting/offer/?for={town.ours.slug}",
            ROOM,
            "hybrid",
            HostOffer,
        ),
        "call for a host": (
            town.custodian,
            "/desk/hosting/calls/new/",
            {
                "title": "Another camp",
                "what": "A day.",
                "criteria": "Near a station.",
                "closes_on": f"{timezone.localdate() + datetime.timedelta(days=40):%d/%m/%Y}",
            },
            "criteria",
            HostCall,
        ),
        "introduction": (
            town.student,
            f"/matches/{town.placement_match.pk}/ask/",
            {"message": "I would like to help."},
            "message",
            Introduction,
        ),
        "outcome": (
            town.student,
            f"/outcomes/new/introduction/{town.talk.pk}/",
            OUTCOME,
            "for_whom",
            Outcome,
        ),
        "message": (
            town.student,
            f"/introductions/{town.talk.pk}/thread/",
            {"text": "On Tuesday?"},
            "text",
            ThreadMessage,
        ),
        **consultations(town),
        **placement_rounds(town),
    }


def consultations(town) -> dict[str, tuple]:
    """What is made about consultations."""
    desk, desk_of = "/desk/consultations/", town.custodian
    room = f"{desk}{town.consultation_draft.pk}/"
    respond = "/consultations/open/respond/"
    return {
        "consultation": (desk_of, f"{desk}new/", CONSULTATION, "summary", Consultation),
        "question": (desk_of, f"{room}questions/new/", QUESTION, "text", Question),
        "conversation": (desk_of, f"{room}conversations/", TALK, "theme", Conversation),
        "row of a report": (desk_of, f"{room}report/", REPORT_ROW, "did", ReportRow),
        "answers": (town.member, respond, {"p_1": "Yes.", "consent": "no"}, "p_1", Response),
    }


def placement_rounds(town) -> dict[str, tuple]:
    """What custodians make of placement rounds."""
    seat = {"application": str(town.round_applications[0].pk), "reason": "Cares for a parent."}
    by_hand = f"/desk{town.round.get_absolute_url()}by-hand/"
    return {
        "round": (town.custodian, "/desk/new-round/", round_fields(), "summary", Round),
        "seat by hand": (town.custodian, by_hand, seat, "reason", SeatByHand),
        "team": (
            town.expert,
            f"{town.round.get_absolute_url()}team/",
            {"number": "A-STUDENT", "or_alone": "yes"},
            "number",
            RoundTeam,
        ),
    }


OTHER = {
    "rhythm": "weekly",
    "who": "other@post.example",
    "kind": "public",
    "role": "lead",
    "website": "https://other.example",
}
