"""The custodians' week: what waits for a person, and how the machinery stands."""

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
from common.desk_panels import Panel, panels
from common.models import Work
from common.policies import is_custodian, requires
from common.typed import typed
from community.models import Event
from opportunities.models import Opportunity

from .. import queries, services
from ..forms import DecisionForm


@requires(is_custodian, row="P162", hidden=True)
def home(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a custodian, on one page."""
    waiting, waiting_count = queries.waiting_for(request.user)
    figures = queries.outbox_figures()
    rooms = [_room(panel, request) for panel in panels()]
    jump = [
        {"title": "To approve", "url": "#approve", "count": waiting_count, "late": False},
        *(
            {
                "title": room["panel"].title,
                "url": f"#{room['id']}",
                "count": room["content"].get("count", ""),
                "late": bool(room["content"].get("late")),
            }
            for room in rooms
        ),
        {
            "title": "Stuck work",
            "url": "#machinery",
            "count": figures["stuck_count"],
            "late": bool(figures["stuck_count"]),
        },
    ]
    return render(
        request,
        "desk/home.html",
        {
            "today": timezone.localdate(),
            "waiting": waiting,
            "waiting_count": waiting_count,
            "rooms": rooms,
            "jump": jump,
            "figures": figures,
            "check": queries.last_check(),
            "total": sum(item["count"] or 0 for item in jump),
        },
    )


def _room(panel: Panel, request: HttpRequest) -> dict[str, Any]:
    """A panel with its content, drawn by its own app's template."""
    content = dict(panel.load())
    drawn = get_template(panel.template).render(
        {**content, "csrf_token": get_token(request), "user": request.user}
    )
    return {"panel": panel, "content": content, "id": panel.name.replace("_", "-"), "drawn": drawn}


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
