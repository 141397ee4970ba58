"""Rings: the map that everybody may see, one's own rings, one card for each party, and the answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.idempotency import once
from common.pages import paginate
from common.policies import SignedInRequest, demand, public, requires
from profiles.choices import Role
from profiles.models import Organisation
from profiles.policies import is_signed_in

from .. import drawing
from ..choices.rings import RingState
from ..forms.rings import AcceptPartForm, DeclinePartForm
from ..models import Ring
from ..policies import rings as policies
from ..queries import ring_map
from ..queries import rings as queries
from ..services import rings as services
from ..words import rings as ring_words
from .ring_cards import day, show

UNDER_FIVE = "fewer than 5"
KINDS = {
    "public": "Public bodies",
    "university": "Universities",
    "business": "Businesses",
    "community": "Community organisations",
}


@public(
    "Kinds of organisations and counts of five or more; names only with every consent.", row="P108"
)
@require_safe
def rings(request: HttpRequest) -> HttpResponse:
    """Who could give to whom, by kind of organisation, and the rings that show their names."""
    found = ring_map.kind_map()
    agreed = queries.rings_in_public()
    place = {kind: number for number, kind in enumerate(found.kinds)}
    drawn = drawing.circle_map(
        [(KINDS[kind], _kind_state(found, kind)) for kind in found.kinds],
        [
            (place[giver], place[taker], 1 + (count >= 10) + (count >= 20))
            for (giver, taker), count in found.links.items()
            if count is not None
        ],
    )
    return render(
        request,
        "matching/ring_map.html",
        {
            "map": drawn,
            "table": [
                [
                    {"text": KINDS[giver]},
                    *(
                        {
                            "text": UNDER_FIVE if count is None else str(count),
                            "label": KINDS[taker],
                            "num": True,
                        }
                        for taker in found.kinds
                        for count in [found.links[giver, taker]]
                    ),
                ]
                for giver in found.kinds
            ],
            "columns": [
                {"title": "Who could give"},
                *({"title": f"To {KINDS[kind].lower()}", "num": True} for kind in found.kinds),
            ],
            "holes": [
                {
                    "term": KINDS[kind],
                    "value": f"{ring_words.counted(found.asked[kind], 'challenge', 'challenges')} open"
                    f"{_unmet(found.unmet[kind])}",
                }
                for kind in found.kinds
                if found.asked[kind]
            ],
            "nothing": not any(found.asked.values()) and not any(found.offered.values()),
            "agreed": [
                {
                    "title": ring_words.title(ring),
                    "gifts": [
                        f"{arc.giver.name} gives {arc.taker.name}: {arc.offer.title}"
                        for arc in ring.arcs.all()
                    ],
                    "since": ring.started_at,
                }
                for ring in agreed
            ],
            "crumbs": [{"title": "Home", "url": "/"}, {"title": "Rings"}],
        },
    )


def _kind_state(found: ring_map.KindMap, kind: str) -> str:
    if found.unmet[kind] is not None or not (found.asked[kind] or found.offered[kind]):
        return "none"
    return "done" if found.asked[kind] and found.offered[kind] else "half"


def _unmet(count: int | None) -> str:
    return f", {count} of them fitted by no offer" if count is not None else ""


@requires(is_signed_in, row="P104")
@require_safe
def my_rings(request: SignedInRequest) -> HttpResponse:
    """The rings of the organisations one belongs to, and their balances of hours."""
    page = paginate(request, queries.rings_of(request.user))
    memberships = list(request.user.memberships.select_related("organisation"))
    own = {row.organisation_id for row in memberships}
    led = {row.organisation_id for row in memberships if row.role == Role.LEAD}
    return render(
        request,
        "matching/my_rings.html",
        {
            "page": page,
            "rows": [_line(ring, led) for ring in page],
            "balances": queries.balances(sorted(own)) if own else [],
            "organisations": [row.organisation for row in memberships],
            "crumbs": [{"title": "Your page", "url": "/me/"}, {"title": "Rings"}],
        },
    )


def _line(ring: Ring, led: set[int]) -> dict:
    text, state = ring_words.STATUS[RingState(ring.state)]
    waits = [part for part in ring.parts.all() if part.organisation_id in led and not part.answer]
    if ring.is_waiting and waits:
        text, state = "Waiting for your answer", "late"
    moment = ring.expires_at if ring.is_waiting else ring.proposed_at
    return {
        "title": ring_words.title(ring),
        "url": ring.get_absolute_url(),
        "summary": ring_words.described(ring),
        "status": {"text": text, "state": state},
        "facts": [{"term": "Answer by" if ring.is_waiting else "Asked", "value": day(moment)}],
    }


def get_ring(request: SignedInRequest, pk: int) -> Ring:
    """The ring, for its parties and custodians; for others there is none."""
    ring = queries.one_ring(pk)
    if ring is None:
        raise Http404
    demand(policies.may_see_ring(request.user, ring), hidden=True)
    return ring


@requires(is_signed_in, row="P104")
@require_safe
def ring(request: SignedInRequest, pk: int) -> HttpResponse:
    """One card for each party that the reader belongs to; the drawing; the same as a table."""
    row = get_ring(request, pk)
    return show(request, row)


def _part(request: SignedInRequest, pk: int) -> tuple[Ring, Organisation]:
    """The ring and the party of it that the reader leads; the one named in the form where there are two."""
    row = get_ring(request, pk)
    led = [
        part.organisation
        for part in row.parts.all()
        if policies.may_answer_part(request.user, part)
    ]
    named = [one for one in led if one.slug == request.POST.get("organisation", "")[:120]]
    demand(bool(led), hidden=True)
    return row, (named or led)[0]


@requires(is_signed_in, row="P105")
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Yes, for one party."""
    row, organisation = _part(request, pk)
    form = AcceptPartForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=422)
    row = services.accept_part(
        row, organisation=organisation, by=request.user, may_name=form.cleaned_data["may_name"]
    )
    messages.success(
        request,
        "Everybody accepted, so it has started. Below is how to reach each other."
        if row.state == RingState.STARTED
        else "Thank you. You will hear when the others have answered.",
    )
    return redirect(row)


@requires(is_signed_in, row="P105")
@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """No, kindly."""
    row, organisation = _part(request, pk)
    form = DeclinePartForm(request.POST)
    if not form.is_valid():
        return show(request, row, declining=form, status=422)
    services.decline_part(
        row, organisation=organisation, by=request.user, reason=form.cleaned_data["reason"]
    )
    messages.success(request, "Thank you for answering. The others are told, but not who or why.")
    return redirect(row)


@requires(is_signed_in, row="P106")
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET asks, POST leaves a ring that has started."""
    row, organisation = _part(request, pk)
    if request.method != "POST":
        named = [
            part for part in row.parts.all() if part.organisation.slug == request.GET.get("for")
        ]
        led = [part for part in named if policies.may_answer_part(request.user, part)]
        organisation = led[0].organisation if led else organisation
    form = DeclinePartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with once(
            form.key, actor=request.user, body={**form.content, "at": request.path}
        ) as attempt:
            if not attempt.repeated:
                services.leave(
                    row,
                    organisation=organisation,
                    by=request.user,
                    reason=form.cleaned_data["reason"],
                )
                messages.success(request, "You have left. The others are told kindly.")
                attempt.answer = row.get_absolute_url()
        return redirect(attempt.answer)
    return render(
        request,
        "matching/ring_leave.html",
        {"form": form, "ring": row, "organisation": organisation, "title": ring_words.title(row)},
        status=422 if form.is_bound else 200,
    )
