"""Each form that makes something, and what another body for its key looks like."""

import datetime

from django.utils import timezone

from community.models import AgendaItem, HostCall, HostOffer, Meeting, MeetingSeries, Paper
from desk.models import Newsletter
from matching.models import Introduction
from opportunities.models import Opportunity, Partnership, SavedSearch, Scoping, TeamMember
from profiles.models import Claimable, Interest, Invitation, JoinRequest, Offer, Organisation

from .good_answers import JOB, MEETING, OFFER, ORGANISATION, PROBLEM, ROOM
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
    }


OTHER = {
    "rhythm": "weekly",
    "who": "other@post.example",
    "kind": "public",
    "role": "lead",
    "website": "https://other.example",
}
