"""A person's own pathway: every placement they had, what they learned, and what to take along."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from common.policies import SignedInRequest, demand, requires
from profiles import queries as profile_queries
from profiles import resume
from profiles.policies import is_signed_in

from .. import policies_of_placements as policies
from ..models import AgreementParty, FeedbackRequest, PlacementRecord
from ..placement_choices import PartyRole, Side
from ..queries.pathway import stations
from ..services import evidence
from ..services.feedback import link_of

MOST = 100


@requires(is_signed_in, row="P006")
def pathway(request: SignedInRequest) -> HttpResponse:
    """All of mine, the latest first; made to be printed."""
    found = stations(request.user)
    asked = FeedbackRequest.objects.open().filter(
        record__person__user=request.user, side=Side.STUDENT, asked_on__isnull=False
    )
    mine = AgreementParty.objects.open().filter(user=request.user, role=PartyRole.STUDENT)
    waiting = PlacementRecord.objects.of(request.user).filter(agreements__parties__in=mine)
    context: dict[str, Any] = {
        "stations": found,
        "questions": [
            {
                "url": link_of(row),
                "title": row.record.opportunity.title,
                "moment": row.get_moment_display(),
            }
            for row in asked.select_related("record__opportunity")[:MOST]
        ],
        "agreements": waiting.select_related("opportunity")[:MOST],
    }
    response = render(request, "opportunities/pathway.html", context)
    response["Cache-Control"] = "no-store"
    return response


@requires(is_signed_in, row="P006")
def export(request: SignedInRequest) -> HttpResponse:
    """The profile as JSON Resume, with the placements under ``work``."""
    person = profile_queries.complete().filter(user=request.user).first()
    demand(person is not None, hidden=True)
    assert person is not None
    written = resume.write(profile_queries.portrait(person, user=request.user))
    written["work"] = [station.as_work() for station in stations(request.user)]
    return HttpResponse(
        json.dumps(written, ensure_ascii=False, indent=2),
        content_type="application/json",
        headers={
            "Content-Disposition": 'attachment; filename="resume.json"',
            "Cache-Control": "no-store",
        },
    )


@requires(is_signed_in, row="P038")
@require_POST
def add_to_skills(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name the placement as evidence beside the skills it was for. It adds no skill and no level."""
    record = PlacementRecord.objects.for_pages().filter(pk=pk).first()
    demand(record is not None and policies.is_placed(request.user, record), hidden=True)
    assert record is not None
    count = evidence.add_evidence(record, by=request.user)
    if count:
        said = "one skill" if count == 1 else f"{count} skills"
        messages.success(request, f"Named beside {said} of your profile.")
    else:
        messages.info(
            request,
            "Nothing to add: it stands there already, or these skills are not in your profile.",
        )
    return redirect("opportunities:pathway")
