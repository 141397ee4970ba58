"""What is to be talked about at the next meeting: asked for by authors, listed for custodians."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.pages import paginate
from common.policies import SignedInRequest, demand, is_custodian, requires, signed_in
from common.states import IllegalMove

from .. import policies
from ..models import Opportunity
from ..services.meeting import set_for_meeting
from .visible import visible


@requires(signed_in, row="P059")
def meeting(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Two buttons, on its own page and on the custodians' list."""
    thing = visible(request, kind, slug)
    demand(policies.may_submit(request.user, thing), hidden=True)
    form = ForumForm(request.POST if request.method == "POST" else None)
    here = thing.get_absolute_url()
    back = reverse("opportunities:next_meeting") if "list" in request.POST else here
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    wanted = "off" not in request.POST
                    set_for_meeting(thing, by=request.user, wanted=wanted)
                    said = "On the list for" if wanted else "Off the list for"
                    messages.success(request, f"{said} the next meeting: {thing.title}")
        except (IllegalMove, KeyReused) as error:
            messages.warning(request, str(error))
    return redirect(back)


@requires(is_custodian, row="P162", hidden=True)
def next_meeting(request: HttpRequest) -> HttpResponse:
    """What custodians put on the agenda."""
    rows = Opportunity.objects.for_next_meeting().for_cards()
    context = {"page": paginate(request, rows, 50), "form": ForumForm()}
    return render(request, "opportunities/next_meeting.html", context)
