"""The conversation of two introduced sides, until they meet."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from common.pages import paginate
from common.policies import SignedInRequest, demand, requires
from common.states import IllegalMove
from profiles.policies import is_signed_in
from profiles.views.sending import sent

from .. import policies, queries, services
from ..choices import MET_STATES
from ..forms import MessageForm, ReportForm
from ..models import Introduction, ThreadMessage
from ..services import letters
from ..words import first as first_words

A_PAGE = 50


def _get(pk: int, user) -> Introduction:
    found = queries.one_introduction(pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    demand(policies.may_read_thread(user, found), hidden=True)
    return found


@requires(is_signed_in, row="P112")
def thread(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read, and write while it goes on. The first message comes with an agenda for a first call."""
    row = _get(pk, request.user)
    side = policies.side_of(request.user, row)
    rows = ThreadMessage.objects.filter(introduction=row)
    page = paginate(request, rows.order_by("-pk"), A_PAGE)
    initial = {} if page.object_list else {"text": first_words.message(row, side)}
    form = MessageForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 422 if form.is_bound else 200
    try:
        if sent(
            request,
            form,
            lambda: services.write(row, by=request.user, text=form.content["text"]),
            beside="text",
        ):
            messages.success(request, "Sent.")
            return redirect("matching:thread", pk=pk)
    except IllegalMove as refused:
        form.add_error(None, str(refused))
        status = 409
    blocks = {one.side for one in row.blocks.all()}
    context = {
        "introduction": row,
        "opportunity": row.opportunity,
        "form": form,
        "page": page,
        "rows": [
            {
                "message": one,
                "is_own_side": one.side == side,
                "is_own": one.author_id == request.user.pk,
            }
            for one in page
        ],
        "names": {
            "own": "You" if side == "supply" and row.person_id else "Your side",
            "other": letters.who(row, letters.other(side)),
        },
        "is_over": row.state not in MET_STATES,
        "is_blocked": bool(blocks),
        "blocked_by_us": side in blocks,
        "crumbs": [
            {"title": "Introductions", "url": "/introductions/"},
            {"title": row.opportunity.title, "url": row.get_absolute_url()},
            {"title": "Messages"},
        ],
    }
    return render(request, "matching/thread.html", context, status=status)


@requires(is_signed_in, row="P114")
@require_POST
def block(request: SignedInRequest, pk: int) -> HttpResponse:
    """End the conversation for one's side, or take that back."""
    row = _get(pk, request.user)
    if request.POST.get("act") == "unblock":
        services.unblock(row, by=request.user)
        messages.success(request, "You can write to each other again.")
    else:
        services.block(row, by=request.user)
        messages.success(request, "Neither side can write here any more.")
    return redirect("matching:thread", pk=pk)


def _message(pk: int, user) -> ThreadMessage:
    found = ThreadMessage.objects.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    found.introduction = _get(found.introduction_id, user)
    return found


@requires(is_signed_in, row="P116")
@require_POST
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back one's own message."""
    found = _message(pk, request.user)
    demand(found.author_id == request.user.pk, hidden=True)
    services.delete_message(found, by=request.user)
    messages.success(request, "Taken back. That there was a message still shows.")
    return redirect("matching:thread", pk=found.introduction_id)


@requires(is_signed_in, row="P114")
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a message of the other side to a custodian."""
    found = _message(pk, request.user)
    demand(policies.may_report(request.user, found), hidden=True)
    form = ReportForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        services.report_message(found, by=request.user, words=form.content["words"])

    if sent(request, form, act):
        messages.success(request, "A custodian reads it. You will hear what becomes of it.")
        return redirect("matching:thread", pk=found.introduction_id)
    context = {
        "form": form,
        "message": found,
        "opportunity": found.introduction.opportunity,
        "crumbs": [
            {
                "title": found.introduction.opportunity.title,
                "url": found.introduction.get_absolute_url(),
            },
            {"title": "Report a message"},
        ],
    }
    return render(request, "matching/report.html", context, status=422 if form.is_bound else 200)
