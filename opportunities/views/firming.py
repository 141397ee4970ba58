"""Making firm what was not sure yet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, requires, signed_in
from common.states import IllegalMove

from .. import policies, services
from ..choices import Kind
from ..models import Placement
from .detail import visible
from .wizard_steps import step_url


@requires(signed_in, row="P068")
def firm(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask once, then go on to pay and supervisor."""
    thing = visible(request, Kind.PLACEMENT, slug)
    demand(policies.may_edit(request.user, thing), hidden=not thing.live)
    form = ForumForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        assert isinstance(thing, Placement)
                        services.make_firm(thing, by=request.user)
                        attempt.answer = step_url(Kind.PLACEMENT, slug, "terms")
                messages.success(request, "Now say what is paid, and who looks after them.")
                return redirect(attempt.answer)
            except IllegalMove as error:
                status = 409
                form.add_error(None, str(error))
            except KeyReused as error:
                form.add_error(None, str(error))
    context = {
        "form": form,
        "opportunity": thing,
        "page_heading": "Make it a firm placement?",
        "page_kind": thing.title,
        "page_lede": "You go on to pay, places and supervisor, and send it in. Until a custodian has "
        "published it, people still see that you are not sure.",
        "submit": "Go on",
        "cancel_url": thing.get_absolute_url(),
    }
    return render(request, "opportunities/placement_firm.html", context, status=status)
