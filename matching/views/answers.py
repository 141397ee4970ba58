"""Answering an introduction from a mail, without a sign-in. Opening the link changes nothing."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from common.policies import public
from common.states import IllegalMove
from profiles.models import User

from .. import cards, links, policies, queries, services
from ..choices import OPENED_STATES, Answer, Side
from ..forms import DeclineForm
from ..models import Introduction
from ..services import letters


@public("The signed link names its reader; it shows the unnamed card only, and never a contact.")
@never_cache
def answer(request: HttpRequest, signed: str) -> HttpResponse:
    """GET asks, POST decides. A link that ran out says so; one that was tampered with is no page."""
    try:
        link = links.read(signed)
    except links.LinkExpired:
        return _say(request, "expired", status=410)
    except links.LinkInvalid:
        raise Http404 from None
    row = queries.one_introduction(link.introduction_id)
    user = User.objects.filter(pk=link.user_id, is_active=True).first()
    if row is None or user is None or not policies.may_answer(user, row):
        raise Http404
    side = policies.side_of(user, row)
    if request.method != "POST":
        return _show(request, row, side)
    form = DeclineForm(request.POST)
    decision = request.POST.get("decision", "")
    if decision not in (Answer.YES, Answer.NO) or not form.is_valid():
        return _show(request, row, side, form=form, unclear=True, status=422)
    try:
        if decision == Answer.YES:
            services.accept(row, token=signed)
        else:
            services.decline(row, token=signed, reason=form.cleaned_data["reason"])
    except IllegalMove as refused:
        return _show(request, row, side, refused=str(refused), status=409)
    except PermissionDenied:
        raise Http404 from None
    return redirect("matching:introduction_answer", signed=signed)


def _show(
    request: HttpRequest,
    row: Introduction,
    side: str,
    *,
    form: DeclineForm | None = None,
    unclear: bool = False,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    own = getattr(row, f"{side}_answer")
    if row.is_waiting and own == Answer.NONE and not refused:
        step = "asking"
    elif row.is_waiting and own == Answer.YES:
        step = "waiting"
    elif row.state in OPENED_STATES:
        step = "introduced"
    elif own == Answer.NO:
        step = "declined"
    else:
        step = "ended"
    is_supply = side == Side.SUPPLY
    return _say(
        request,
        step,
        status=status,
        introduction=row,
        opportunity=row.opportunity,
        who=letters.who(row, letters.other(side)),
        facts=cards.need_facts(row.opportunity) if is_supply else cards.supply_facts(row),
        reasons=queries.reasons_of(row, side),
        message=row.message if row.proposed_by_id else "",
        form=form or DeclineForm(),
        unclear=unclear,
        refused=refused,
    )


def _say(request: HttpRequest, step: str, *, status: int = 200, **context) -> HttpResponse:
    response = render(
        request, "matching/introduction_answer.html", {"step": step, **context}, status=status
    )
    # The address holds the key: search engines may not learn it, nor other sites, to which no page
    # of ours names where its reader comes from.
    response["X-Robots-Tag"] = "noindex"
    return response
