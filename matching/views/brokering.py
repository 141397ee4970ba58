"""The brokers' board for custodians, and messages that were reported to them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from common.pages import paginate
from common.policies import SignedInRequest, demand, requires
from common.states import IllegalMove
from profiles.views.sending import sent

from .. import cards, policies, queries, services
from ..choices import ReportState
from ..forms import LimitForm, NextForm, SettleForm
from ..models import Broker, Introduction, MessageReport
from ..models.brokers import USUAL
from ..queries import brokering as reads
from .introductions import STATUS

DESK = {"title": "The desk", "url": "/desk/"}
BOARD = {"title": "Introductions", "url": "/desk/introductions/"}


@requires(policies.is_broker, row="P110", hidden=True)
def board(request: SignedInRequest) -> HttpResponse:
    """Every introduction that is alive: whose it is, its age, when it is looked at next."""
    limit = Broker.objects.filter(user=request.user).first()
    most = limit.most if limit else USUAL
    form = LimitForm(request.POST if request.method == "POST" else None, initial={"most": most})

    def act() -> None:
        services.set_limit(by=request.user, most=form.content["most"])

    if sent(request, form, act, beside="most"):
        messages.success(request, "Saved.")
        return redirect("matching:broker_board")
    whose = request.GET.get("whose", "")
    whose = whose if whose in reads.WHOSE else ""
    page = paginate(request, reads.board(request.user, whose))
    context = {
        "page": page,
        "rows": [_line(row) for row in page],
        "query": f"whose={whose}" if whose else "",
        "whose": [
            {"title": title, "url": f"?whose={key}" if key else "?", "current": key == whose}
            for key, title in reads.WHOSE.items()
        ],
        "carried": services.carried(request.user),
        "most": most,
        "form": form,
        "reports": reads.waiting_reports()[:20],
        "crumbs": [DESK, {"title": "Introductions"}],
    }
    return render(
        request, "matching/broker_board.html", context, status=422 if form.is_bound else 200
    )


def _line(row: Introduction) -> dict:
    today = timezone.localdate()
    days = (timezone.now() - row.created).days
    text, state = STATUS[row.state]
    if row.approval == "asked":
        text, state = "Waits for a custodian to agree", "late"
    late = row.next_on is not None and row.next_on < today
    return {
        "title": row.opportunity.title,
        "url": row.get_absolute_url(),
        "kind": f"{row.opportunity.hosts} and {cards.supply_title(row)}",
        "status": {"text": text, "state": state},
        "facts": [
            {"term": "Broker", "value": row.broker.name if row.broker else "Nobody"},
            {
                "term": "Next",
                "value": f"{row.next_on.day} {row.next_on:%B}{', late' if late else ''}"
                if row.next_on
                else "",
            },
            {"term": "Age", "value": "today" if not days else f"{days} days"},
        ],
    }


@requires(policies.is_broker, row="P110", hidden=True)
@require_POST
def see_to(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take over, let go, set the next date, agree to the two meeting."""
    row = queries.one_introduction(pk) if pk < 2**63 else None
    if row is None:
        raise Http404
    demand(policies.may_broker(request.user, row))
    act = request.POST.get("act", "")
    try:
        if act == "take":
            services.take_over(row, by=request.user)
            messages.success(request, "It is yours. Look at it again in a week.")
        elif act == "let_go":
            services.let_go(row, by=request.user)
            messages.success(request, "It is on the board for somebody else.")
        elif act == "approve":
            services.approve(row, by=request.user)
            messages.success(request, "Noted. They meet once both have said yes.")
        elif act == "next":
            form = NextForm(request.POST)
            if not form.is_valid():
                messages.error(request, "Enter a day such as 27/3/2027.")
                return redirect(row)
            services.set_next(row, by=request.user, on=form.cleaned_data["on"])
            messages.success(request, "Saved.")
    except (ValueError, IllegalMove) as refused:
        messages.error(request, str(refused))
    return redirect(row)


@requires(policies.is_broker, row="P115", hidden=True)
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """A reported message with two on each side of it, while the report waits; nothing of it afterwards."""
    rows = MessageReport.objects.select_related("message")
    found = rows.filter(pk=pk).first() if pk < 2**63 else None
    introduction = queries.one_introduction(found.message.introduction_id) if found else None
    if found is None or introduction is None:
        raise Http404
    demand(policies.may_broker(request.user, introduction), hidden=True)
    form = SettleForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        remove = form.content["decision"] == "remove"
        services.settle_report(found, by=request.user, remove=remove)

    status = 422 if form.is_bound else 200
    try:
        if sent(request, form, act):
            messages.success(request, "Settled. Those concerned are told.")
            return redirect("matching:broker_board")
    except IllegalMove as refused:
        form.add_error(None, str(refused))
        status = 409
    waits = found.state == ReportState.WAITING
    context = {
        "form": form,
        "report": found,
        "opportunity": introduction.opportunity,
        "waits": waits,
        "shown": reads.around(found.message) if waits else [],
        "crumbs": [DESK, BOARD, {"title": "A reported message"}],
    }
    return render(request, "matching/report_settle.html", context, status=status)
