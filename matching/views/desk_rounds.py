"""Custodians make a round, move its dates, watch over it and call it off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.idempotency import KeyReused, once
from common.pages import paginate
from common.policies import SignedInRequest, requires

from ..choices.rounds import ALIVE, PHASES, RoundState
from ..forms.desk_rounds import PhaseForm, ReasonForm, RoundForm, initial_of
from ..forms.rounds import KeyForm
from ..models import Round
from ..policies.rounds import may_plan
from ..queries import rounds as queries
from ..rounds import control as round_control
from ..services import rounds as services
from ..services.rounds.reminding import remind_missing
from ..words import rounds as round_words
from .round_sending import carried_out, status
from .rounds import NOT_THERE

DESK = {"title": "The desk", "url": "/desk/"}
ROOM = {"title": "Placement rounds", "url": "/desk/rounds/"}
FORM = "matching/round_form.html"


def trail(round_: Round, last: str = "") -> list[dict[str, str]]:
    """Where a page of one round at the desk stands."""
    here = {"title": round_.title, "url": at("desk_round", round_)}
    return [DESK, ROOM, here, {"title": last}] if last else [DESK, ROOM, here]


def at(name: str, round_: Round, *more: Any) -> str:
    """An address of the round at the desk."""
    return reverse(f"matching:{name}", args=[round_.slug, *more])


@requires(may_plan, row="P089")
def overview(request: SignedInRequest) -> HttpResponse:
    """All rounds, drafts too."""
    page = paginate(request, Round.objects.prefetch_related("phases").order_by("-created", "-pk"))
    rows = []
    for row in page:
        phase = round_words.phase_of(row)
        until = [{"term": "Until", "value": round_words.day(phase.closes_at)}] if phase else []
        rows.append(
            {
                "title": row.title,
                "url": at("desk_round", row),
                "status": round_words.status_of(row),
                "facts": until,
            }
        )
    context = {"page": page, "rows": rows, "crumbs": [DESK, {"title": "Placement rounds"}]}
    return render(request, "matching/desk_rounds.html", context)


@requires(may_plan, row="P089")
def create(request: SignedInRequest) -> HttpResponse:
    """A new draft with its dates."""
    form = RoundForm(request.POST if request.method == "POST" else None)
    code = 200
    if request.method == "POST":
        code = 422
        if form.is_valid():
            try:
                with once(form.key, actor=request.user, body=form.content) as attempt:
                    if not attempt.repeated:
                        made = services.create_round(by=request.user, **form.values)
                        attempt.answer = at("desk_round", made)
                        messages.success(
                            request, "Kept as a draft. Put placements in, then open it."
                        )
                return redirect(attempt.answer)
            except KeyReused as error:
                form.add_error(None, str(error))
            except services.Refused as error:
                form.add_error(_field(form, error.field), str(error))
    context = {
        "form": form,
        "submit": "Save as a draft",
        "page_heading": "New placement round",
        "page_lede": "Its rules and its dates. Nobody sees it before you open it; from then on each phase "
        "opens and closes by itself, and everybody is reminded.",
        "cancel_url": ROOM["url"],
        "crumbs": [DESK, ROOM, {"title": "New"}],
    }
    return render(request, FORM, context, status=code)


def _field(form: Any, name: str) -> str | None:
    for found in (name, f"closes_{name}"):
        if found in form.fields:
            return found
    return None


@requires(may_plan, row="P089")
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """A draft: all of it. Later: its title and its text."""
    row = queries.one_round(slug, request.user)
    frozen = row.state != RoundState.DRAFT

    def make(data: Any) -> RoundForm:
        return RoundForm(
            data, initial=initial_of(queries.one_round(slug, request.user)), frozen=frozen
        )

    form = make(request.POST if request.method == "POST" else None)
    save = lambda: services.change_round(row, by=request.user, **form.values)  # noqa: E731
    names = {kind: f"closes_{kind}" for kind in PHASES}
    if carried_out(request, form, save, now=lambda: make(None), fields=names):
        messages.success(request, "Saved.")
        return redirect(at("desk_round", row))
    context = {
        "form": form,
        "submit": "Save",
        "page_heading": "Change the round",
        "page_kind": row.title,
        "page_lede": "People rely on its rules and its dates already. A phase can be moved from the "
        "round’s page, and everybody is told."
        if frozen
        else "",
        "cancel_url": at("desk_round", row),
        "crumbs": trail(row, "Change"),
    }
    return render(request, FORM, context, status=status(form))


@requires(may_plan, row="P089")
def control_room(request: SignedInRequest, slug: str) -> HttpResponse:
    """One round: where it stands, what is missing, its runs, and what can be done now."""
    row = queries.one_round(slug, request.user)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        act = request.POST.get("act", "")[:40]
        verbs = {
            "open": lambda: services.open_round(row, by=request.user),
            "run": lambda: services.start_run(row, by=request.user, kind="main"),
            "advice": lambda: services.start_run(row, by=request.user, kind="advice"),
            "clearing": lambda: services.start_run(row, by=request.user, kind="clearing"),
            "remind": lambda: remind_missing(row, by=request.user),
        }
        if act not in verbs:
            raise BadRequest("No button of this page says so.")
        if carried_out(request, form, verbs[act], about=act):
            messages.success(request, SAID[act])
            return redirect(request.path)
    context = {
        "round": row,
        "form": form,
        "status": round_words.status_of(row),
        "phases": _phases(row),
        **round_control.room(row, request.user),
        "crumbs": trail(row),
    }
    return render(request, "matching/desk_round.html", context, status=status(form))


def _phases(row: Round) -> list[dict[str, Any]]:
    """The phases, each that has not closed with a way to move its end."""
    found = round_words.phases_of(row)
    if row.state not in ALIVE:
        return found
    known = sorted(row.phases.all(), key=lambda one: one.position)
    for shown, one in zip(found, known, strict=True):
        if one.closed_at is None:
            shown["move_url"] = at("desk_round_phase", row, one.kind)
    return found


SAID = {
    "open": "It opens by itself at its time. Its seed is drawn and sealed.",
    "run": "The run has begun.",
    "advice": "The round is run again with one more seat, placement by placement.",
    "clearing": "The run for clearing has begun.",
    "remind": "Reminders are on their way to everybody who has not answered.",
}


@requires(may_plan, row="P089")
def phase(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    """Another end for one phase."""
    row = queries.one_round(slug, request.user)
    found = round_words.phase_of(row, kind)
    if found is None or found.closed_at is not None:
        raise Http404(NOT_THERE)
    form = PhaseForm(
        request.POST if request.method == "POST" else None, initial={"closes": found.closes_at}
    )
    save = lambda: services.move_phase(row, kind, by=request.user, **form.content)  # noqa: E731
    if carried_out(request, form, save, fields={kind: "closes"}):
        messages.success(request, "Moved. Everybody in the round is told.")
        return redirect(at("desk_round", row))
    context = {
        "form": form,
        "submit": "Move it and tell everybody",
        "page_heading": f"Move “{round_words.PHASE_TITLES[kind]}”",
        "page_kind": row.title,
        "page_lede": f"It closes {round_words.moment_in_words(found.closes_at)} as it stands.",
        "cancel_url": at("desk_round", row),
        "crumbs": trail(row, "Move a phase"),
    }
    return render(request, FORM, context, status=status(form))


@requires(may_plan, row="P089")
def cancel(request: SignedInRequest, slug: str) -> HttpResponse:
    """Call the round off, with a reason that everybody reads."""
    row = queries.one_round(slug, request.user)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    act = lambda: services.cancel_round(row, by=request.user, reason=form.content["reason"])  # noqa: E731
    if carried_out(request, form, act):
        messages.success(request, "Called off. Everybody in it is told.")
        return redirect(at("desk_round", row))
    context = {
        "form": form,
        "grave": True,
        "points": [
            "Applicants and hosts are told today, with your reason.",
            "Applications stay as they are; hosts answer them one by one again.",
            "Lists and tiers are kept from everybody and deleted in time. This cannot be undone.",
        ],
        "submit": "Call the round off",
        "cancel": "Keep it",
        "page_heading": "Call this round off?",
        "page_kind": row.title,
        "cancel_url": at("desk_round", row),
        "crumbs": trail(row, "Call off"),
    }
    return render(request, "matching/round_confirm.html", context, status=status(form))
