"""The page of one ring: a card for each party the reader belongs to, the drawing, the table, the balance."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from common.policies import SignedInRequest
from profiles.choices import Role

from .. import drawing
from ..choices import Answer
from ..choices.rings import RingState
from ..forms.rings import AcceptPartForm, DeclinePartForm
from ..models import Ring, RingPart
from ..policies import rings as policies
from ..queries import rings as queries
from ..words import rings as ring_words


def day(moment) -> str:
    """A day as people say it here."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"


def show(
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
            "answer_by": day(row.expires_at) if row.expires_at else "",
            "accept": AcceptPartForm(),
            "decline": declining or DeclinePartForm(),
            "balances": totals if mine else [row for row in totals if row.gives or row.gets],
            "is_broker": broker and not mine,
            "may_propose": row.state == RingState.FOUND
            and policies.may_propose_ring(request.user, row),
            "touches_vulnerable": any(arc.opportunity.touches_vulnerable for arc in row.arcs.all()),
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
