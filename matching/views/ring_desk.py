"""Rings for custodians: the whole map, searching with progress, proposing, stopping, links, balances."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.idempotency import once
from common.pages import first_of
from common.policies import SignedInRequest, demand, requires
from profiles.views.sending import sent

from .. import drawing
from ..choices import RunState
from ..choices.rings import RingState
from ..forms.rings import LinkForm, SearchForm, StopRingForm
from ..models import KnownLink, Ring, RingSearch
from ..policies import rings as policies
from ..queries import ring_map
from ..queries import rings as queries
from ..services import rings as services
from ..words import rings as ring_words
from .rings import get_ring

MOST_DRAWN = 24
SHOWN = 50


@requires(policies.may_run_rings, row="P107", hidden=True)
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """Rings found, waiting, started and ended; the map with its holes; balances; links."""
    found = ring_map.full_map()
    rows = queries.rings_on_the_board()
    return render(
        request,
        "matching/ring_board.html",
        {
            "form": SearchForm(),
            "search": queries.last_search(),
            "found": [_line(ring) for ring in rows["found"]],
            "waiting": [_line(ring) for ring in rows["proposed"]],
            "started": [_line(ring) for ring in rows["started"]],
            "ended": [_line(ring) for ring in rows["ended"]],
            "map": _drawn(found),
            "links": [
                [
                    {"text": link.giver.name, "url": link.giver.get_absolute_url()},
                    {"text": link.taker.name, "label": "To", "url": link.taker.get_absolute_url()},
                    {
                        "text": link.best.offer.title if link.best.offer else "",
                        "label": "The best of it",
                    },
                    {"text": str(link.count), "label": "Fits", "num": True},
                ]
                for link in found.links
            ],
            "link_columns": [
                {"title": "Could give"},
                {"title": "To"},
                {"title": "The best of it"},
                {"title": "Fits", "num": True},
            ],
            "unmet": found.unmet,
            "unused": found.unused,
            "balances": [
                [
                    {"text": row.organisation.name, "url": row.organisation.get_absolute_url()},
                    {"text": str(row.gives), "label": "Hours given", "num": True},
                    {"text": str(row.gets), "label": "Hours received", "num": True},
                ]
                for row in queries.balances()
            ],
            "balance_columns": [
                {"title": "Organisation"},
                {"title": "Hours given", "num": True},
                {"title": "Hours received", "num": True},
            ],
            "crumbs": [{"title": "The desk", "url": "/desk/"}, {"title": "Rings"}],
        },
    )


def _line(ring: Ring) -> dict:
    answered = sum(1 for part in ring.parts.all() if part.answer == "yes")
    note = ring_words.described(ring)
    if ring.is_waiting and ring.expires_at:
        by = timezone.localtime(ring.expires_at)
        note += f" {answered} of {len(ring.parts.all())} accepted, until {by.day} {by:%B}."
    text, _ = ring_words.STATUS[RingState(ring.state)]
    parties = ", ".join(part.organisation.name for part in ring.parts.all())
    return {
        "title": f"{ring_words.title(ring)}: {parties}",
        "url": ring.get_absolute_url(),
        "note": note,
        "status": text,
    }


def _drawn(found: ring_map.FullMap) -> drawing.Map:
    """The organisations with the most links; the table beside it has them all."""
    many: dict[int, int] = {}
    gives = {link.giver.pk for link in found.links}
    gets = {link.taker.pk for link in found.links}
    holes = {row.organisation_id for row in found.unmet}
    for link in found.links:
        for end in (link.giver, link.taker):
            many[end.pk] = many.get(end.pk, 0) + 1
    for pk in holes:
        many.setdefault(pk, 0)
    shown = sorted(many, key=lambda pk: (-many[pk], pk))[:MOST_DRAWN]
    rows = [row for row in found.organisations if row.pk in set(shown)]
    place = {row.pk: number for number, row in enumerate(rows)}
    return drawing.circle_map(
        [
            (
                row.name,
                "none" if row.pk in holes else "done" if row.pk in gives & gets else "half",
            )
            for row in rows
        ],
        [
            (place[link.giver.pk], place[link.taker.pk], min(3, link.count))
            for link in found.links
            if link.giver.pk in place and link.taker.pk in place
        ],
    )


@requires(policies.may_run_rings, row="P107", hidden=True)
@require_POST
def search(request: SignedInRequest) -> HttpResponse:
    """Ask for a search; the worker does it. Sending it twice asks once."""
    form = SearchForm(request.POST)
    form.is_valid()
    with once(form.key, actor=request.user, body={"at": request.path}) as attempt:
        if not attempt.repeated:
            attempt.answer = services.ask_search(by=request.user).get_absolute_url()
    return redirect(attempt.answer)


@requires(policies.may_run_rings, row="P107", hidden=True)
@require_safe
def ring_search(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far a search is, and what it found. Its progress survives a reload."""
    row = get_object_or_404(RingSearch.objects.defer("facts", "result"), pk=pk)
    context = {
        "search": row,
        "runs": row.is_live,
        "words": _progress(row),
        "rings": [
            _line(ring) for ring in queries.whole(Ring.objects.filter(search=row).order_by("pk"))
        ],
        "crumbs": [
            {"title": "The desk", "url": "/desk/"},
            {"title": "Rings", "url": "/desk/rings/"},
            {"title": f"Search {row.pk}"},
        ],
    }
    if request.headers.get("HX-Request"):
        return render(request, "matching/ring_search_progress.html", context)
    return render(request, "matching/ring_search.html", context)


def _progress(row: RingSearch) -> str:
    if row.state == RunState.QUEUED:
        return "Waiting for a worker."
    if row.state == RunState.RUNNING:
        return f"{row.progress} of {row.expected} parts of the map searched."
    if row.state == RunState.FAILED:
        return "It did not finish. Search again; if it fails again, tell whoever runs the site."
    sure = "" if row.is_proven else " Time ran out first, so a better choice may exist."
    many = ring_words.counted(row.rings_count, "ring or chain", "rings and chains")
    return f"Done: {many} among {row.organisations_count} organisations.{sure}"


@requires(policies.may_run_rings, row="P107", hidden=True)
@require_POST
def propose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask every party. Sending it twice asks once."""
    row = get_ring(request, pk)
    demand(policies.may_propose_ring(request.user, row))
    row = services.propose_ring(row, by=request.user)
    messages.success(request, "Proposed. Every party has two weeks to answer.")
    return redirect(row)


@requires(policies.may_run_rings, row="P107", hidden=True)
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET asks, POST ends it. Whoever was asked reads the reason."""
    row = get_ring(request, pk)
    if row.state not in (RingState.FOUND, RingState.PROPOSED, RingState.STARTED):
        messages.info(request, "This has ended already.")
        return redirect(row)
    demand(policies.may_stop_ring(request.user, row))
    form = StopRingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.stop_ring(row, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Ended. Whoever was asked is told, with your reason.")
        return redirect("matching:ring_board")
    return render(
        request,
        "matching/ring_stop.html",
        {
            "form": form,
            "ring": row,
            "title": ring_words.title(row),
            "crumbs": [{"title": "Ring", "url": row.get_absolute_url()}, {"title": "End it"}],
        },
        status=422 if form.is_bound else 200,
    )


@requires(policies.may_run_rings, row="P107", hidden=True)
def links(request: SignedInRequest) -> HttpResponse:
    """Links that were there before: note one, see them, take one back."""
    form = LinkForm(request.POST if request.method == "POST" else None, reader=request.user)
    if sent(request, form, lambda: services.note_link(by=request.user, **form.content)):
        messages.success(request, "Noted. The link between them no longer counts as new.")
        return redirect("matching:ring_links")
    rows, count = first_of(queries.known_links(), SHOWN)
    return render(
        request,
        "matching/ring_links.html",
        {
            "form": form,
            "rows": rows,
            "count": count,
            "crumbs": [
                {"title": "The desk", "url": "/desk/"},
                {"title": "Rings", "url": "/desk/rings/"},
                {"title": "Links"},
            ],
        },
        status=422 if form.is_bound else 200,
    )


@requires(policies.may_run_rings, row="P107", hidden=True)
@require_POST
def drop_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a note back."""
    row = get_object_or_404(KnownLink.objects.select_related("one", "other"), pk=pk)
    services.drop_link(row, by=request.user)
    messages.success(request, "Taken back.")
    return redirect("matching:ring_links")
