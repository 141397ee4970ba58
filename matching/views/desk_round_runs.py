"""Runs of a round at the desk: how far one is, what it found, two beside each other, publishing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from common.pages import paginate
from common.policies import SignedInRequest, demand, requires

from ..choices.rounds import RoundRunKind, RoundRunState
from ..forms.desk_rounds import KeepForm, ScenarioForm
from ..forms.rounds import KeyForm
from ..models import Round, RoundRun
from ..policies.rounds import may_plan, may_publish, may_run, may_see_proposed
from ..queries import rounds as queries
from ..rounds import runs as round_runs
from ..services import rounds as services
from ..words import rounds as round_words
from .desk_rounds import FORM, at, trail
from .round_sending import carried_out, number_of, status
from .rounds import NOT_THERE, as_file

POLL = "hx-request"
PER_PAGE = 50


def one_run(round_: Round, pk: int) -> RoundRun:
    """The run of this number in this round, or 404."""
    found = (
        RoundRun.objects.filter(round=round_, pk=min(pk, 2**63 - 1))
        .select_related("publication")
        .first()
    )
    if found is None:
        raise Http404(NOT_THERE)
    found.round = round_
    return found


@requires(may_run, row="P092", hidden=True)
def scenario(request: SignedInRequest, slug: str) -> HttpResponse:
    """Run it with other rules, or with seats more, to compare."""
    round_ = queries.one_round(slug, request.user)
    places = [(row.pk, row.title) for row in queries.places_of(round_)]
    form = ScenarioForm(
        request.POST if request.method == "POST" else None,
        places=places,
        initial={"goal": round_.goal, "ties": round_.ties, "seats": 1},
    )
    made: list[RoundRun] = []

    def begin() -> None:
        content = form.content
        extra = {int(content["place"]): content["seats"] or 1} if content["place"] else {}
        made.append(
            services.start_run(
                round_,
                by=request.user,
                kind="scenario",
                name=content["name"],
                ties=content["ties"],
                goal=content["goal"],
                extra_seats=extra,
            )
        )

    if carried_out(request, form, begin):
        where = round_runs.run_url(made[0]) if made else at("desk_round", round_)
        return redirect(where)
    context = {
        "form": form,
        "submit": "Run the scenario",
        "page_heading": "Try a scenario",
        "page_kind": round_.title,
        "page_lede": "What if? It is run beside the round, compared with it, and changes nothing.",
        "cancel_url": at("desk_round", round_),
        "crumbs": trail(round_, "A scenario"),
    }
    return render(request, FORM, context, status=status(form))


@requires(may_run, row="P093", hidden=True)
def run(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One run: how far it is while it runs, then what it found, without names."""
    round_ = queries.one_round(slug, request.user)
    row = one_run(round_, pk)
    act = request.POST.get("act", "")[:40]
    sent = request.method == "POST"
    form = KeyForm(request.POST if sent and act != "keep" else None)
    keeping = KeepForm(request.POST if act == "keep" else None, initial={"name": row.name})
    if act == "keep":
        keep = lambda: services.keep_run(  # noqa: E731
            row, by=request.user, name=keeping.content["name"]
        )
        if carried_out(request, keeping, keep, about=act):
            messages.success(request, "Kept under this name.")
            return redirect(request.path)
    elif sent:
        verbs = {
            "stop": lambda: services.stop_run(row, by=request.user),
            "drop": lambda: services.drop_run(row, by=request.user),
        }
        if act not in verbs:
            raise BadRequest("No button of this page says so.")
        if carried_out(request, form, verbs[act], about=act):
            messages.success(request, "Stopped." if act == "stop" else "Deleted.")
            return redirect(at("desk_round", round_) if act == "drop" else request.path)
    if row.is_live and request.headers.get(POLL):
        return render(request, "components/progress.html", round_runs.progress(row, request.path))
    published = getattr(row, "publication", None)
    text, state = round_runs.RUN_STATUS[RoundRunState(row.state)]
    context: dict[str, Any] = {
        "round": round_,
        "run": row,
        "form": form,
        "heading": round_runs.run_title(row),
        "status": {"text": text, "state": state},
        "progress": round_runs.progress(row, request.path) if row.is_live else None,
        "failure": row.failure,
        "publication": published,
        "may_drop": not row.is_live and published is None,
        "crumbs": trail(round_, f"Run {row.pk}"),
    }
    if row.state == RoundRunState.DONE:
        context |= (
            round_runs.advice(row)
            if row.kind == RoundRunKind.ADVICE
            else round_runs.inspected(
                row, request.user, names=may_see_proposed(request.user, round_)
            )
        )
        context["may_publish"] = _may_publish(row, request.user)
        context |= {"keeping": keeping, "kept_as": row.name if row.kept else ""}
        if rows := context.get("all_proposed"):
            wanted = request.GET.get("find", "")[:100]
            found = round_runs.found_among(rows, wanted)
            page = paginate(request, found, PER_PAGE)
            context |= {
                "find": wanted,
                "proposed": list(page),
                "page": page,
                "query": urlencode({"find": wanted}) if wanted else "",
                "many": len(rows) > PER_PAGE,
            }
    code = max(status(form), status(keeping))
    response = render(request, "matching/desk_round_run.html", context, status=code)
    response["Cache-Control"] = "no-store"
    return response


def _may_publish(row: RoundRun, user: Any) -> bool:
    kinds = (RoundRunKind.MAIN, RoundRunKind.CLEARING, RoundRunKind.REFILL)
    return (
        row.kind in kinds
        and getattr(row, "publication", None) is None
        and not row.round.is_over
        and may_publish(user, row.round)
    )


@requires(may_run, row="P098", hidden=True)
def snapshot(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Facts and result of a run as a file, with keys for names."""
    round_ = queries.one_round(slug, request.user)
    row = one_run(round_, pk)
    if row.state != RoundRunState.DONE:
        raise Http404(NOT_THERE)
    return as_file(queries.snapshot(row), f"{round_.slug}-run-{row.pk}")


@requires(may_run, row="P094", hidden=True)
def compare(request: SignedInRequest, slug: str) -> HttpResponse:
    """Two runs beside each other: who gains, who loses, and by how much in all."""
    round_ = queries.one_round(slug, request.user)
    demand(may_see_proposed(request.user, round_), hidden=True)
    numbers = [number_of(request.GET.get(name, "")) for name in ("first", "second")]
    found = {
        row.pk: row
        for row in RoundRun.objects.filter(
            round=round_,
            pk__in=numbers,
            state=RoundRunState.DONE,
            kind__in=round_runs.COMPARABLE,
        )
    }
    context: dict[str, Any] = {"round": round_, "crumbs": trail(round_, "Two runs compared")}
    if len(found) < 2:
        context["problem"] = "Choose two different runs that are done, on the page of the round."
        return render(request, "matching/desk_round_compare.html", context)
    first, second = (found[number] for number in numbers)
    first.round = second.round = round_
    context |= round_runs.compared(first, second, request.user)
    return render(request, "matching/desk_round_compare.html", context)


@requires(may_plan, row="P096", hidden=True)
def publish(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Bring the results out, once: asked before, because everybody is told."""
    round_ = queries.one_round(slug, request.user)
    row = one_run(round_, pk)
    if row.state != RoundRunState.DONE:
        raise Http404(NOT_THERE)
    form = KeyForm(request.POST if request.method == "POST" else None)
    act = lambda: services.publish(round_, by=request.user, run=row)  # noqa: E731
    if carried_out(request, form, act):
        messages.success(
            request, "Being published. Everybody gets a result with the reason by mail."
        )
        return redirect(round_runs.run_url(row))
    figures = queries.figures(row)
    stops = services.what_stops(round_, row, by=request.user)
    context = {
        "round": round_,
        "form": form,
        "stops": stops,
        "points": [
            round_words.counted(figures.placed, "person gets a place", "people get a place")
            + f" of {figures.applicants}.",
            "Everybody is told their result with the reason, and every host who comes.",
            "The instance, the rules and the seed are published, without names.",
            "It happens all at once, and only once. Two of you can take results back while seats can be swapped.",
        ],
        "grave": True,
        "submit": "Publish the results",
        "cancel": "Not yet",
        "page_heading": "Publish the results?",
        "page_kind": round_.title,
        "cancel_url": round_runs.run_url(row),
        "crumbs": trail(round_, "Publish"),
    }
    return render(request, "matching/desk_round_publish.html", context, status=status(form))
