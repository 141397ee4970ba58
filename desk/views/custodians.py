"""The custodians' week: what waits for a person, and how the machinery stands."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import get_template
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.models import TaskState

from common import outbox
from common.errors import page
from common.models import Work
from common.policies import is_custodian, requires
from common.typed import typed
from community.models import Event
from opportunities.models import Opportunity

from .. import queries, services, visits, week
from ..forms import DecisionForm


@requires(is_custodian, row="P162", hidden=True)
def home(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a custodian, on one page, the most urgent first."""
    found = week.week_of(request.user)
    context = {"csrf_token": get_token(request), "user": request.user}
    return render(
        request,
        "desk/home.html",
        {
            "today": timezone.localdate(),
            "week": found,
            "rooms": [_drawn(room, context) for room in found.rooms],
            "quiet": [_drawn(room, context) for room in found.quiet],
            "figures": found.figures,
            "check": queries.last_check(),
            "read": visits.since_last_meeting(),
        },
    )


def _drawn(room: week.Room, context: dict[str, Any]) -> dict[str, Any]:
    """A queue with its content, drawn by its own app's template."""
    return {"room": room, "drawn": get_template(room.template).render({**room.content, **context})}


@requires(is_custodian, row="P162", hidden=True)
@require_POST
def let_end(request: HttpRequest) -> HttpResponse:
    """Stop asking about something that ends soon; or ask again."""
    try:
        kind, pk = str(request.POST.get("kind", ""))[:40], int(request.POST.get("pk", ""))
        day = datetime.date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return page(request, 400, reason="Choose one of the rows of the weekly page.")
    if request.POST.get("again") == "yes":
        services.ask_again(kind, pk, day=day, by=request.user)
        messages.success(request, "It stands on this page again.")
    else:
        services.let_end(kind, pk, day=day, by=request.user)
        messages.success(request, "You let it end. It is off this page.")
    return redirect("/desk/#ending")


@requires(is_custodian, row="P169", hidden=True)
@require_POST
def retry_mails(request: HttpRequest) -> HttpResponse:
    """Try every mail again that failed."""
    count = services.retry_mails(by=request.user)
    messages.success(request, f"Being tried again: {count}." if count else "None had failed.")
    return redirect("desk:home")


@requires(is_custodian, row="P060")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one draft and decide about it."""
    state = get_object_or_404(
        TaskState.objects.select_related("workflow_state", "revision", "task"), pk=pk
    )
    if state.status != TaskState.STATUS_IN_PROGRESS or state.workflow_state is None:
        return render(
            request, "desk/decided.html", {"state": state, "typed": typed(request)}, status=409
        )
    if state.revision is None:
        raise Http404
    draft = state.revision.as_object()
    if isinstance(draft, Opportunity | Event):
        return redirect(f"{draft.get_absolute_url()}decide/")
    may = not draft.conflicts_with(request.user)
    form = DecisionForm(request.POST or None, initial={"decision": "approve"})
    if request.method == "POST" and form.is_valid():
        decision = form.cleaned_data["decision"]
        services.decide(
            state, by=request.user, decision=decision, comment=form.cleaned_data["comment"]
        )
        said = {
            "approve": "Published.",
            "changes": "Sent back with your words.",
            "reject": "Refused, and the author is told why.",
        }
        messages.success(request, f"{draft}: {said[decision]}")
        return redirect("desk:home")
    return render(
        request,
        "desk/decide.html",
        {
            "form": form,
            "draft": draft,
            "state": state,
            "may": may,
            "kind": draft._meta.verbose_name.capitalize(),
            "requirements": list(draft.requirements.all())
            if hasattr(draft, "requirements")
            else [],
            "skills": list(draft.skills.all()) if hasattr(draft, "skills") else [],
        },
        status=422 if form.is_bound else 200,
    )


@requires(is_custodian, row="P169", hidden=True)
@require_POST
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a stuck piece of work again, or let it go."""
    row = get_object_or_404(Work.objects.stuck(), pk=pk)
    if request.POST.get("action") == "drop":
        outbox.drop(row, by=request.user)
        messages.success(request, "Let go. It will not be tried again.")
    else:
        outbox.retry(row, by=request.user)
        messages.success(request, "It will be tried again in a moment.")
    return redirect("desk:home")


@requires(is_custodian, row="P168", hidden=True)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Ask every invariant now."""
    services.check_invariants(by=request.user)
    return redirect("/desk/#machinery")
