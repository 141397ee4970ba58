"""Placements that may be going wrong, for custodians: the organisation and what is missing, never a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common.policies import SignedInRequest, is_custodian, requires

from ..models import PlacementRecord
from ..queries import placements
from ..services import reminding

MOST = 500
"""How many one page shows; it says how many more there are."""


@requires(is_custodian, row="P079", hidden=True)
def risk_list(request: SignedInRequest) -> HttpResponse:
    """Each with what is missing, and a button that writes to whoever has not answered."""
    found = placements.at_risk(user=request.user)
    rows = found[:MOST]
    context = {
        "rows": [
            {
                "pk": row["record"].pk,
                "opportunity": row["record"].opportunity,
                "risks": [(placements.KINDS[risk.kind], risk.text) for risk in row["risks"]],
                "remind": any(risk.remind for risk in row["risks"]),
            }
            for row in rows
        ],
        "running": placements.running(),
        "left_out": len(found) - len(rows),
    }
    return render(request, "opportunities/desk_placements.html", context)


@requires(is_custodian, row="P079", hidden=True)
@require_POST
def remind(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write to whoever has not answered, once a day at most."""
    record = get_object_or_404(
        PlacementRecord.objects.select_related("opportunity__organisation__state"), pk=pk
    )
    if reminding.remind_now(record, by=request.user):
        messages.success(request, "Those who have not answered are written to, once today.")
    else:
        messages.info(request, "There is nobody to remind.")
    return redirect("opportunities:desk_placements")
