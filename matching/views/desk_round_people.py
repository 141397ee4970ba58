"""What is in a round, at the desk: its placements, seats by hand, ties between hosts and applicants."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.pages import paginate
from common.policies import SignedInRequest, requires
from opportunities.models import Application, Placement

from ..choices.rounds import JOINING, ByHandState, ConflictState, RoundState
from ..forms.desk_rounds import ByHandForm, PlaceForm, ReasonForm
from ..forms.rounds import KeyForm
from ..models import RoundPlace
from ..policies.rounds import may_join, may_limit, may_plan
from ..queries import rounds as queries
from ..services import rounds as services
from ..words import rounds as round_words
from .desk_rounds import FORM, at, trail
from .round_sending import carried_out, number_of, status
from .rounds import NOT_THERE

NO_BUTTON = "No button of this page says so."
BY_HAND_STATUS = {
    ByHandState.ENTERED: ("Waits for a second custodian", "late"),
    ByHandState.CONFIRMED: ("Confirmed", "done"),
    ByHandState.REFUSED: ("Refused", ""),
    ByHandState.TAKEN_BACK: ("Taken back", ""),
}


@requires(may_plan, row="P089")
def places(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put placements in, and take them out, until applicants rank."""
    round_ = queries.one_round(slug, request.user)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        act = request.POST.get("act", "")[:40]
        if carried_out(request, form, _move(request, round_, act), about=act):
            messages.success(request, "Put in." if act.startswith("in-") else "Taken out.")
            return redirect(request.path)
    inside = list(
        RoundPlace.objects.filter(round=round_, is_in=True)
        .select_related("opportunity__organisation", "opportunity__state", "host")
        .order_by("opportunity__title", "pk")
    )
    outside = (
        Placement.objects.open()
        .filter(state__in_round="", state__seats_taken__lt=F("state__seats_cap"))
        .select_related("organisation", "state")
        .order_by("title", "pk")
    )
    page = paginate(request, outside, 20, counted=500)
    context = {
        "round": round_,
        "form": form,
        "inside": [_inside(row) for row in inside],
        "page": page,
        "outside": [
            {
                "pk": row.pk,
                "title": row.title,
                "url": row.get_absolute_url(),
                "note": f"{row.organisation.name}, "
                + round_words.counted(row.state.seats_cap - row.state.seats_taken, "seat", "seats"),
            }
            for row in page
        ],
        "hosts": _hosts(inside, request.user) if round_.state in JOINING else [],
        "may_change": round_.state in JOINING or round_.state == RoundState.DRAFT,
        "may_join": round_.state in JOINING,
        "crumbs": trail(round_, "Placements"),
    }
    return render(request, "matching/desk_round_placements.html", context, status=status(form))


def _hosts(places: list[RoundPlace], user: Any) -> list[dict[str, Any]]:
    """Each host once, with how many it takes in all."""
    found: dict[int, dict[str, Any]] = {}
    for place in places:
        host = place.host
        if host.pk in found:
            continue
        host.organisation = place.opportunity.organisation
        quota = f"{host.quota} in all" if host.quota else "No limit of its own"
        found[host.pk] = {
            "pk": host.pk,
            "title": host.organisation.name,
            "note": quota,
            "may": may_limit(user, host),
        }
    return sorted(found.values(), key=lambda row: row["title"])


def _inside(place: RoundPlace) -> dict[str, Any]:
    opportunity = place.opportunity
    note = f"{opportunity.organisation.name}, " + round_words.counted(
        opportunity.state.seats_cap - opportunity.state.seats_taken, "free seat", "free seats"
    )
    if place.least > 1:
        note += f", runs with {place.least} or more"
    return {
        "pk": place.pk,
        "title": opportunity.title,
        "url": opportunity.get_absolute_url(),
        "note": note,
    }


def _move(request: SignedInRequest, round_: Any, act: str) -> Any:
    way, _, number = act.partition("-")
    pk = number_of(number)
    if way == "in":
        found = Placement.objects.select_related("organisation", "state").filter(pk=pk).first()
        if found is not None:
            return lambda: services.join_round(found, round_=round_, by=request.user)
    elif way == "out":
        place = RoundPlace.objects.filter(round=round_, pk=pk).first()
        if place is not None:
            return lambda: services.leave_round(place, by=request.user)
    raise BadRequest(NO_BUTTON)


@requires(may_plan, row="P089")
def place(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """With how many people a placement runs."""
    round_ = queries.one_round(slug, request.user)
    row = (
        RoundPlace.objects.select_related("opportunity__organisation", "round")
        .filter(round=round_, pk=min(pk, 2**63 - 1), is_in=True)
        .first()
    )
    if row is None or not may_join(request.user, row.opportunity):
        raise Http404(NOT_THERE)
    form = PlaceForm(
        request.POST if request.method == "POST" else None, initial={"least": row.least}
    )
    save = lambda: services.change_place(row, by=request.user, **form.content)  # noqa: E731
    if carried_out(request, form, save):
        messages.success(request, "Saved.")
        return redirect(at("desk_round_places", round_))
    context = {
        "form": form,
        "submit": "Save",
        "page_heading": row.opportunity.title,
        "page_kind": round_.title,
        "cancel_url": at("desk_round_places", round_),
        "crumbs": trail(round_, "A placement"),
    }
    return render(request, FORM, context, status=status(form))


@requires(may_plan, row="P095", hidden=True)
def by_hand(request: SignedInRequest, slug: str) -> HttpResponse:
    """Seats by hand: enter one, confirm what another custodian entered."""
    round_ = queries.one_round(slug, request.user)
    rows = queries.by_hand_rows(round_, request.user)
    act = request.POST.get("act", "")[:40]
    may_add = not round_.is_published and not round_.is_over and round_.state not in BEFORE
    narrowed, narrowing = _narrowed(request, round_) if may_add else (None, [])
    form = ByHandForm(
        request.POST if request.method == "POST" and not act else None,
        applications=queries.open_applications(round_, place=narrowed) if may_add else [],
    )
    key = KeyForm(request.POST if act else None)
    if act:
        way, _, number = act.partition("-")
        found = next((row.by_hand for row in rows if row.by_hand.pk == number_of(number)), None)
        if found is None or way != "confirm":
            raise BadRequest(NO_BUTTON)
        yes = lambda: services.confirm_by_hand(found, by=request.user)  # noqa: E731
        if carried_out(request, key, yes, about=act):
            messages.success(request, "Confirmed. Every run from now on gives this seat first.")
            return redirect(request.path)
    elif carried_out(request, form, lambda: _enter(request, round_, form)):
        messages.success(request, "Entered. Another custodian is asked to confirm it.")
        return redirect(request.path)
    context = {
        "round": round_,
        "rows": [_by_hand(row) for row in rows],
        "form": form,
        "key": key,
        "may_add": may_add,
        "narrowing": narrowing,
        "narrowed": narrowed,
        "crumbs": trail(round_, "Seats by hand"),
    }
    response = render(
        request,
        "matching/desk_round_by_hand.html",
        context,
        status=max(status(form), status(key)),
    )
    response["Cache-Control"] = "no-store"
    return response


def _narrowed(request: SignedInRequest, round_: Any) -> tuple[int | None, list[dict[str, Any]]]:
    """In a large round: at which placement first, and the placements to choose from."""
    if queries.open_application_count(round_) <= MOST_TO_CHOOSE:
        return None, []
    places = RoundPlace.objects.filter(round=round_, is_in=True).order_by(
        "opportunity__title", "pk"
    )
    rows = [
        {"pk": pk, "title": title} for pk, title in places.values_list("pk", "opportunity__title")
    ]
    return number_of(request.GET.get("placement", "")), rows


MOST_TO_CHOOSE = 200
BEFORE = frozenset({RoundState.DRAFT, RoundState.PLANNED, RoundState.ANNOUNCE})


def _enter(request: SignedInRequest, round_: Any, form: ByHandForm) -> None:
    known = Application.objects.select_related("opportunity__organisation", "person")
    application = known.get(pk=form.content["application"])
    services.enter_by_hand(
        application, round_=round_, by=request.user, reason=form.content["reason"]
    )


def _by_hand(row: queries.ByHandRow) -> dict[str, Any]:
    text, state = BY_HAND_STATUS[ByHandState(row.by_hand.state)]
    return {
        "pk": row.by_hand.pk,
        "title": f"{row.title}: {row.label}",
        "kind": row.by_hand.get_kind_display(),
        "reason": row.by_hand.reason,
        "decided_why": row.by_hand.decided_why,
        "status": {"text": text, "state": state},
        "may_confirm": row.may_confirm,
        "may_take_back": row.may_take_back,
    }


@requires(may_plan, row="P095", hidden=True)
def by_hand_end(request: SignedInRequest, slug: str, pk: int, way: str) -> HttpResponse:
    """Refuse a seat by hand, or take it back, with a reason."""
    if way not in ("refuse", "take-back"):
        raise Http404(NOT_THERE)
    round_ = queries.one_round(slug, request.user)
    rows = queries.by_hand_rows(round_, request.user)
    row = next((row for row in rows if row.by_hand.pk == pk), None)
    if row is None or not (row.may_confirm if way == "refuse" else row.may_take_back):
        raise Http404(NOT_THERE)
    verb = services.refuse_by_hand if way == "refuse" else services.take_back_by_hand
    form = ReasonForm(request.POST if request.method == "POST" else None)
    act = lambda: verb(row.by_hand, by=request.user, why=form.content["reason"])  # noqa: E731
    if carried_out(request, form, act, fields={"why": "reason"}):
        messages.success(request, "Refused." if way == "refuse" else "Taken back.")
        return redirect(at("desk_round_by_hand", round_))
    context = {
        "form": form,
        "submit": "Refuse it" if way == "refuse" else "Take it back",
        "page_heading": "Refuse this seat?" if way == "refuse" else "Take this seat back?",
        "page_kind": f"{row.title}: {row.label}",
        "cancel_url": at("desk_round_by_hand", round_),
        "crumbs": trail(round_, "A seat by hand"),
    }
    return render(request, FORM, context, status=status(form))


@requires(may_plan, row="P095", hidden=True)
def conflicts(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hosts whose tiers put people with a tie to them first."""
    round_ = queries.one_round(slug, request.user)
    context = {
        "round": round_,
        "rows": [
            {
                "title": row.title,
                "note": row.conflict.get_kind_display(),
                "labels": ", ".join(row.labels),
                "reason": row.conflict.reason,
                "status": {
                    "text": row.conflict.get_state_display(),
                    "state": "late" if row.conflict.state == ConflictState.OPEN else "done",
                },
                "url": at("desk_round_conflict", round_, row.conflict.pk) if row.may_decide else "",
            }
            for row in queries.conflict_rows(round_, request.user)
        ],
        "crumbs": trail(round_, "Ties"),
    }
    return render(request, "matching/desk_round_conflicts.html", context)


@requires(may_plan, row="P095", hidden=True)
def conflict(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let the tiers stand, or set them aside, with a reason."""
    round_ = queries.one_round(slug, request.user)
    rows = queries.conflict_rows(round_, request.user)
    row = next((row for row in rows if row.conflict.pk == pk and row.may_decide), None)
    if row is None:
        raise Http404(NOT_THERE)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    to = "set_aside" if request.POST.get("to") == "set_aside" else "cleared"
    act = lambda: services.decide_conflict(  # noqa: E731
        row.conflict, by=request.user, to=to, reason=form.content["reason"]
    )
    if carried_out(request, form, act, about=to):
        messages.success(request, "Kept. Run the round again, so that the result follows it.")
        return redirect(at("desk_round_conflicts", round_))
    context = {
        "round": round_,
        "row": row,
        "form": form,
        "page_heading": "A tie between host and applicant",
        "page_kind": row.title,
        "cancel_url": at("desk_round_conflicts", round_),
        "crumbs": trail(round_, "A tie"),
    }
    return render(request, "matching/desk_round_conflict.html", context, status=status(form))
