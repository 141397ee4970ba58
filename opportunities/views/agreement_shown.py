"""What one side of a placement reads of it: who was asked, what is shared, what was said."""

from typing import Any

from profiles.models import AccessNeeds

from ..feedback_questions import QUESTIONS, choices
from ..models import Agreement, Application, PlacementRecord
from ..placement_choices import BY_LINK, PLACEMENT_OVER, PartyAnswer, PartyRole, Side
from ..queries import teams


def placements_shown(application: Application) -> list[dict[str, Any]]:
    """Each person's placement with it, for the host; of whoever left, no name."""
    named = {application.person_id, *(one.person_id for one in teams.joined(application))}
    rows = PlacementRecord.objects.filter(application=application.pk).select_related("person")
    return [
        {
            "name": row.person.name if row.person and row.person_id in named else "",
            "state": row.state,
            "words": row.get_state_display().lower(),
            "url": row.get_absolute_url(),
        }
        for row in rows.order_by("pk")
    ]


def parties_shown(asked: Agreement, *, host: bool, over: bool) -> list[dict[str, Any]]:
    """Who was asked. Once it is over the host no longer reads whose placement it was."""
    return [
        {
            "pk": party.pk,
            "role": party.get_role_display(),
            "answer": party.get_answer_display(),
            "look": "done" if party.answer == PartyAnswer.AGREED else "",
            "name": "" if host and over and party.role == PartyRole.STUDENT else party.name,
            "at": party.answered_at,
            "reason": party.reason if host else "",
            "renew": host
            and not over
            and party.role in BY_LINK
            and party.answer == PartyAnswer.WAITING,
        }
        for party in asked.parties.all()
        if not party.revoked_at or party.answer != PartyAnswer.WAITING
    ]


def refusal(version: Agreement | None) -> str:
    """Why somebody said no to a change, in their words."""
    said = version.parties.all() if version else ()
    return next((party.reason for party in said if party.answer == PartyAnswer.DECLINED), "")


def access_shown(record: PlacementRecord) -> str:
    """What the person needs to work well, as far as they share it now; never a part of a version."""
    if record.state in PLACEMENT_OVER or record.person_id is None:
        return ""
    row = AccessNeeds.objects.filter(person=record.person_id, shared=True).first()
    return row.text if row else ""


def feedback_shown(record: PlacementRecord, *, host: bool) -> list[dict[str, Any]]:
    """What both sides said, as far as this side reads it."""
    own = Side.HOST if host else Side.STUDENT
    found = []
    for row in record.feedback_requests.filter(answered_at__isnull=False):
        if row.side != own and not row.shared:
            continue
        three = QUESTIONS[(row.moment, row.side)]
        found.append(
            {
                "title": f"{row.get_moment_display()}: {row.get_side_display().lower()}",
                "said": [
                    (three.how, dict(choices(three)).get(row.how, "")),
                    (three.good, row.good),
                    (three.change, row.change),
                ],
            }
        )
    return found
