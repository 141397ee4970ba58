"""Rings: the map that everybody may see, one's own rings, one card for each party, and the answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.idempotency import once
from common.pages import paginate
from common.policies import SignedInRequest, demand, public, requires
from profiles.choices import Role
from profiles.models import Organisation
from profiles.policies import is_signed_in

from .. import drawing, ring_words
from .. import policies_of_rings as policies
from ..choices import Answer
from ..models import Ring, RingPart
from ..queries import ring_map
from ..queries import rings as queries
from ..ring_choices import RingState
from ..ring_forms import AcceptPartForm, DeclinePartForm
from ..services import rings as services

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
                    "text": " → ".join(
                        [arc.giver.name for arc in ring.arcs.all()]
                        + [ring.arcs.all()[len(ring.arcs.all()) - 1].taker.name]
                    ),
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
        "facts": [{"term": "Answer by" if ring.is_waiting else "Asked", "value": _day(moment)}],
    }


def _day(moment) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"


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
    return _show(request, row)


def _show(
    request: SignedInRequest,
    row: Ring,
    *,
    declining: DeclinePartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    memberships = dict(request.user.memberships.values_list("organisation_id", "role"))
    mine = [part for part in row.parts.all() if part.organisation_id in memberships]
    ids = {part.organisation_id for part in mine}
    broker = policies.may_run_rings(request.user)
    text, state = ring_words.STATUS[RingState(row.state)]
    cards = [_card(row, part, memberships[part.organisation_id]) for part in mine]
    if any(card["may_answer"] for card in cards):
        text, state = "Waiting for your answer", "late"
    totals = queries.balances([part.organisation_id for part in (mine or row.parts.all())])
    return render(
        request,
        "matching/ring_detail.html",
        {
            "ring": row,
            "heading": ring_words.heading(row),
            "lede": ring_words.lede(row),
            "title": ring_words.title(row),
            "status": {"text": text, "state": state},
            "drawing": draw(row, ids),
            "described": ring_words.described(row),
            "cards": cards,
            "table": ring_words.table(row, ids),
            "columns": TABLE,
            "everybody": "both"
            if len(row.parts.all()) == 2
            else f"all {ring_words.in_words(len(row.parts.all()))}",
            "answer_by": _day(row.expires_at) if row.expires_at else "",
            "accept": AcceptPartForm(),
            "decline": declining or DeclinePartForm(),
            "balances": totals,
            "is_broker": broker and not mine,
            "may_propose": row.state == RingState.FOUND
            and policies.may_propose_ring(request.user, row),
            "may_stop": broker and policies.may_stop_ring(request.user, row),
            "reasons": [
                {"term": part.organisation.name, "value": part.decline_reason}
                for part in row.parts.all()
                if part.decline_reason
            ]
            if broker and not mine
            else [],
            "crumbs": [
                {"title": "The desk", "url": "/desk/"}
                if broker and not mine
                else {"title": "Your page", "url": "/me/"},
                {
                    "title": "Rings",
                    "url": "/desk/rings/" if broker and not mine else "/rings/mine/",
                },
                {"title": ring_words.title(row)},
            ],
        },
        status=status,
    )


TABLE = [
    {"title": "Gives"},
    {"title": "What"},
    {"title": "To"},
    {"title": "Hours", "num": True},
    {"title": "Answer"},
]


def draw(row: Ring, mine: set[int]) -> drawing.Drawing:
    """The ring or chain as a drawing, the reader's organisations marked."""
    parts = list(row.parts.all())
    names = [part.organisation.name for part in parts]
    gifts = [(ring_words.short(arc), ring_words.hours(arc.hours)) for arc in row.arcs.all()]
    you = [place for place, part in enumerate(parts) if part.organisation_id in mine]
    return (drawing.chain if row.is_chain else drawing.ring)(names, gifts, mine=you)


def _card(row: Ring, part: RingPart, role: str) -> dict:
    leads = role == Role.LEAD
    met = [
        {
            "title": arc.offer.title,
            "url": arc.introduction.get_absolute_url(),
            "note": f"{arc.giver.name} and {arc.taker.name}: {arc.introduction.get_state_display().lower()}",
        }
        for arc in row.arcs.all()
        if arc.introduction and part.organisation_id in (arc.giver_id, arc.taker_id)
    ]
    answer, state = ring_words.answer(row, part, mine=True)
    return {
        "organisation": part.organisation,
        "items": ring_words.part_of(row, part.organisation_id),
        "may_answer": leads and row.is_waiting and part.answer == Answer.NONE,
        "may_take_back": leads and row.is_waiting and part.answer == Answer.YES,
        "may_leave": leads and row.state == RingState.STARTED,
        "answer": {"text": answer, "state": state},
        "introductions": met,
        "if_out": _without(row, part),
    }


def _without(row: Ring, part: RingPart) -> str:
    """What the others could still do if this party says no, from the engine's own answer."""
    kept = len(part.if_out)
    if not kept:
        return "Without you this one cannot go ahead, so we would look for another."
    what = (
        "the gifts before yours"
        if row.is_chain
        else f"a smaller ring of {ring_words.in_words(kept)}"
    )
    return f"The others could still have {what} without you, so nobody is stuck if you decline."


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
        return _show(request, row, status=422)
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
        return _show(request, row, declining=form, status=422)
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
