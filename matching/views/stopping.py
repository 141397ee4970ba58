"""The custodians' way to end an introduction."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.policies import SignedInRequest, demand, requires
from profiles.policies import is_signed_in

from .. import policies, queries, services
from ..choices import LIVE_STATES
from ..forms import StopForm


@requires(is_signed_in, row="P110")
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET asks, POST ends it. Both sides read the reason."""
    row = queries.one_introduction(pk)
    if row is None:
        raise Http404
    demand(policies.may_see_introduction(request.user, row), hidden=True)
    demand(policies.may_stop(request.user, row))
    if row.state not in LIVE_STATES:
        messages.info(request, "This introduction has ended already.")
        return redirect(row)
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.stop(row, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Stopped. Both sides are told, with your reason.")
        return redirect(row)
    return render(
        request,
        "matching/stop.html",
        {
            "form": form,
            "introduction": row,
            "opportunity": row.opportunity,
            "crumbs": [
                {"title": "Introduction", "url": row.get_absolute_url()},
                {"title": "Stop it"},
            ],
        },
        status=422 if form.is_bound else 200,
    )
