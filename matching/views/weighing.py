"""The custodians' room for the weights: what counts now, drafts, their comparison, the switch."""

from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from common.forms import ForumForm
from common.policies import SignedInRequest, requires
from common.states import IllegalMove
from profiles.views.sending import sent

from .. import policies, queries, services
from ..choices import TrialState
from ..forms.weights import WeightsForm
from ..models import WeightSet, WeightTrial
from ..words import comparison as comparison_words
from ..words.weights import GROUPS, WEIGHTS, shown

M = TypeVar("M", bound=Model)
HIGHEST = 2**63 - 1
EDITABLE = (TrialState.DRAFT, TrialState.COMPARED)
SAID = {
    "compare": "Asked. The worker compares the two on the facts of today.",
    "switch": "Switched. Everything is scored anew with these weights.",
    "drop": "Dropped. The weights that count are as they were.",
}


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way from the desk; the last step is here."""
    way = [{"title": "The desk", "url": "/desk/"}]
    way += [{"title": title, "url": url} for title, url in steps[:-1]]
    return [*way, {"title": steps[-1][0]}]


def typed(request: SignedInRequest) -> QueryDict | None:
    """What was sent, also by a button alone; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


@requires(policies.may_weigh, row="P093", hidden=True)
def room(request: SignedInRequest) -> HttpResponse:
    """Runs and weights: the last runs, one on demand, the versions, the drafts."""
    form = ForumForm(typed(request))
    if sent(request, form, lambda: services.ask_run(by=request.user)):
        messages.success(request, "Asked. The worker scores everything as soon as it can.")
        return redirect("matching:room")
    context = {
        "form": form,
        "run": queries.last_full_run(),
        "waits": queries.run_waits(),
        "runs": queries.last_full_runs(),
        "current": WeightSet.objects.get(is_current=True),
        "versions": queries.versions(),
        "trials": queries.open_trials(),
        "crumbs": crumbs(("Matching", "")),
    }
    name = (
        "matching/run_progress.html" if request.GET.get("part") == "run" else "matching/room.html"
    )
    return render(request, name, context, status=422 if form.is_bound else 200)


@requires(policies.may_weigh, row="P092", hidden=True)
def draft(request: SignedInRequest, pk: int = 0) -> HttpResponse:
    """Begin a draft from what counts now, or from the version ``pk`` to go back to."""
    former = _found(WeightSet.objects.all(), pk) if pk else None
    form = ForumForm(typed(request))
    made: list[WeightTrial] = []

    def act() -> None:
        made.append(services.draft_weights(by=request.user, restores=former))

    if sent(request, form, act):
        trial = made[0] if made else queries.open_trials().first()
        return redirect("matching:weights", pk=trial.pk) if trial else redirect("matching:room")
    context = {
        "form": form,
        "former": former,
        "rows": _differing(former) if former else [],
        "crumbs": crumbs(("Matching", reverse("matching:room")), ("A draft", "")),
    }
    return render(request, "matching/weights_new.html", context, status=_status(form))


@requires(policies.may_weigh, row="P092", hidden=True)
def weights(request: SignedInRequest, pk: int) -> HttpResponse:
    """One draft: its numbers, and the buttons that come next."""
    trial = _trial(pk)
    editable = trial.state in EDITABLE
    form = WeightsForm(typed(request), trial=trial) if editable else None
    if form is not None and sent(
        request,
        form,
        lambda: services.change_draft(
            trial, by=request.user, values=form.numbers, why=form.content["why"]
        ),
        now=lambda: WeightsForm(trial=_trial(pk)),
    ):
        messages.success(request, "Kept in draft. Nothing has changed for anybody.")
        return redirect("matching:weights", pk=pk)
    return _page(request, trial, form)


@requires(policies.may_weigh, row="P092", hidden=True)
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Compare, switch, or drop: each a form of its own; a GET asks first."""
    if verb not in SAID:
        raise Http404
    trial = _trial(pk)
    form = ForumForm(typed(request))
    verbs: dict[str, Any] = {
        "compare": services.ask_comparison,
        "switch": services.switch_weights,
        "drop": services.drop_draft,
    }
    try:
        done = sent(request, form, lambda: verbs[verb](trial, by=request.user))
    except IllegalMove as error:
        messages.error(request, str(error))
        return redirect("matching:weights", pk=pk)
    if done:
        messages.success(request, SAID[verb])
        return redirect(*(["matching:weights", pk] if verb == "compare" else ["matching:room"]))
    context = {
        "form": form,
        "trial": trial,
        "verb": verb,
        "rows": _changes(trial),
        "crumbs": crumbs(
            ("Matching", reverse("matching:room")),
            (str(trial), reverse("matching:weights", args=[pk])),
            ("Check", ""),
        ),
    }
    return render(request, "matching/weights_act.html", context, status=_status(form))


def _page(request: SignedInRequest, trial: WeightTrial, form: WeightsForm | None) -> HttpResponse:
    poll = f"{reverse('matching:weights', args=[trial.pk])}?part=progress"
    running = trial.state == TrialState.COMPARING
    context = {
        "trial": trial,
        "form": form,
        "running": running,
        "poll": poll if running else "",
        "rows": _changes(trial),
        "found": comparison_words.tables(trial.compared, services.titles_of(trial.compared))
        if trial.compared
        else None,
        "ready": trial.state == TrialState.COMPARED,
        "crumbs": crumbs(("Matching", reverse("matching:room")), (str(trial), "")),
    }
    if request.method == "GET" and request.GET.get("part") == "progress":
        return render(request, "matching/weights_progress.html", context)
    status = 200 if form is None else form.status
    return render(request, "matching/weights.html", context, status=status)


def _changes(trial: WeightTrial) -> list[list[dict[str, Any]]]:
    """What differs from now, as rows of a table."""
    return [
        _row(WEIGHTS[name].label, shown(name, now), shown(name, then))
        for name, (now, then) in trial.differences.items()
        if name in WEIGHTS
    ]


def _differing(former: WeightSet) -> list[list[dict[str, Any]]]:
    now = WeightSet.objects.get(is_current=True).values
    return [
        _row(words.label, shown(name, now[name]), shown(name, former.values[name]))
        for group in GROUPS
        for name, words in WEIGHTS.items()
        if words.group == group and now[name] != former.values[name]
    ]


def _row(label: str, now: str, then: str) -> list[dict[str, Any]]:
    return [
        {"text": label},
        {"text": now, "label": "Now", "num": True},
        {"text": then, "label": "Then", "num": True},
    ]


def _trial(pk: int) -> WeightTrial:
    return _found(WeightTrial.objects.select_related("based_on", "restores", "becomes"), pk)


def _found(rows: QuerySet[M], pk: int) -> M:
    row = rows.filter(pk=pk).first() if pk <= HIGHEST else None
    if row is None:
        raise Http404
    return row


def _status(form: ForumForm) -> int:
    return 422 if form.is_bound else 200
