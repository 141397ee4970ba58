"""What a host does in a round: tiers for its placements, and who comes once it is published."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.policies import SignedInRequest, demand, requires
from opportunities.models import Placement
from profiles.choices import Role
from profiles.policies import is_signed_in

from ..choices.rounds import JOINING, TIERING, RoundState
from ..forms.rounds import TIERS, KeyForm, TiersForm
from ..models import Round, RoundHost, RoundPlace
from ..policies.rounds import may_limit, may_tier
from ..queries import rounds as queries
from ..services import rounds as services
from ..words import rounds as round_words
from .round_sending import carried_out, number_of, status
from .rounds import NOT_THERE, trail


@requires(is_signed_in, row="P090")
def hosting(request: SignedInRequest, slug: str) -> HttpResponse:
    """My placements in this round: what is to be done, and after publication who comes."""
    round_ = queries.one_round(slug, request.user)
    rows = queries.host_places(round_, request.user)
    results = {
        found.place_id: (found, people)
        for found, people in queries.place_results(round_, request.user)
    }
    joining = _could_join(round_, request.user)
    if not rows and not results and not joining:
        raise Http404(NOT_THERE)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        number = number_of(request.POST.get("act", "")[:20])
        found = next((one for one in joining if one.pk == number), None)
        if found is None:
            raise BadRequest("No button of this page says so.")
        join = lambda: services.join_round(found, round_=round_, by=request.user)  # noqa: E731
        if carried_out(request, form, join, about=str(found.pk)):
            messages.success(request, "It is in the round.")
            return redirect(request.path)
    context = {
        "round": round_,
        "form": form,
        "joining": joining,
        "status": round_words.status_of(round_),
        "lede": _lede(round_),
        "rows": [_row(row, results.get(row.place.pk)) for row in rows],
        "hosts": _hosts(rows, request.user) if round_.state in JOINING else [],
        "is_published": round_.is_published,
        "crumbs": trail(round_, "Your placements"),
    }
    response = render(request, "matching/round_hosting.html", context, status=status(form))
    response["Cache-Control"] = "no-store"
    return response


def _hosts(rows: Any, user: Any) -> list[RoundHost]:
    """The organisations that the user leads here, each once."""
    ids = {row.place.host_id for row in rows}
    found = RoundHost.objects.filter(pk__in=ids).select_related("organisation")
    return [host for host in found if may_limit(user, host)]


def _could_join(round_: Round, user: Any) -> list[Placement]:
    """Open placements of organisations that the user leads, while placements may still join."""
    if round_.state not in JOINING:
        return []
    led = [row.organisation_id for row in user.memberships.all() if row.role == Role.LEAD]
    rows = Placement.objects.open().filter(organisation__in=led, state__in_round="")
    return list(rows.select_related("organisation", "state").order_by("title", "pk")[:50])


def _lede(round_: Round) -> str:
    phase = round_words.phase_of(round_, RoundState.TIER)
    if round_.is_published:
        return "Who comes, and why a seat is empty where one is."
    if round_.state in TIERING and phase:
        return (
            f"Say whom you would take until {round_words.moment_in_words(phase.closes_at)}. "
            "Without tiers all who applied count as equally welcome to you."
        )
    if round_.state in JOINING and phase:
        return (
            "Put your placements in until applicants begin to rank. You say whom you would take "
            f"from {round_words.day(phase.opens_at)}."
        )
    if phase and phase.opened_at is None:
        return f"You say whom you would take from {round_words.day(phase.opens_at)}."
    return "The tiers are closed. The result follows."


def _row(row: queries.HostPlace, found: Any) -> dict[str, Any]:
    place = row.place
    shown: dict[str, Any] = {
        "pk": place.pk,
        "title": row.title,
        "url": place.opportunity.get_absolute_url(),
        "note": f"{row.applicants} applicant{'' if row.applicants == 1 else 's'}, "
        f"{row.tiered} of them in a tier",
        "status": {},
    }
    if row.can_tier:
        done = row.applicants == row.tiered
        text = "Everybody is in a tier" if done else "Tiers are missing"
        shown["status"] = {"text": text, "state": "done" if done else "late"}
        text = "Change the tiers" if row.tiered else "Put applicants into tiers"
        shown["act"] = {"url": row.url, "text": text, "solid": not done}
    if found is not None:
        result, people = found
        shown["note"] = f"{result.filled} of {result.seats} seats filled"
        shown["people"] = [{"name": name, "url": url} for _, name, url in people]
        shown["reason"] = result.words
        shown.pop("act", None)
        shown["status"] = {}
    return shown


@requires(is_signed_in, row="P090")
def tiers(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Put those who applied to one placement into tiers."""
    round_ = queries.one_round(slug, request.user)
    place = (
        RoundPlace.objects.select_related(
            "opportunity__organisation", "opportunity__state", "host", "round"
        )
        .filter(round=round_, pk=min(pk, 2**63 - 1), is_in=True)
        .first()
    )
    demand(place is not None and may_tier(request.user, place), hidden=True)
    assert place is not None
    found = everybody = queries.tier_rows(place, request.user)
    untiered = request.GET.get("show") == "untiered"
    if untiered and request.method == "POST":
        found = [row for row in found if f"tier_{row.application_id}" in request.POST]
    elif untiered:
        found = [row for row in found if row.tier is None]
    names = {row.application_id: row.name or row.label for row in found}
    form = TiersForm(
        request.POST if request.method == "POST" else None,
        rows=[(row.application_id, names[row.application_id], row.tier) for row in found],
        version=place.tiers_version,
    )

    def save() -> None:
        services.save_tiers(place, by=request.user, tiers=form.tiers, version=form.seen)

    def stale(error: services.StaleList) -> None:
        words = dict(TIERS)
        form.refuse_stale(
            error,
            [
                (names[pk], words[str(tier or "")])
                for pk, tier in error.saved.items()
                if pk in names
            ],
        )

    if carried_out(request, form, save, stale=stale):
        messages.success(request, "Saved.")
        return redirect("matching:hosting", slug=round_.slug)
    context = {
        "round": round_,
        "opportunity": place.opportunity,
        "form": form,
        "rows": [
            {
                "pk": row.application_id,
                "name": names[row.application_id],
                "url": row.url,
                "field": form[f"tier_{row.application_id}"],
            }
            for row in found
        ],
        "untiered": untiered,
        "missing": sum(row.tier is None for row in everybody),
        "many": len(everybody),
        "until": _until(round_),
        "may_save": round_.state in TIERING,
        "blind": round_.blind and not round_.is_published,
        "crumbs": trail(round_, f"Tiers for {place.opportunity.title}"),
    }
    response = render(request, "matching/round_tiers.html", context, status=status(form))
    response["Cache-Control"] = "no-store"
    return response


def _until(round_: Round) -> Any:
    kind = round_.state if round_.state == RoundState.CLEAR else RoundState.TIER
    phase = round_words.phase_of(round_, kind)
    return phase.closes_at if phase else None
