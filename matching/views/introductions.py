"""Introductions for those who are a side of them, and for custodians who broker."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from common.pages import paginate
from common.policies import SignedInRequest, demand, requires
from profiles.choices import Scope, Visibility
from profiles.models import Person
from profiles.policies import is_hidden, is_signed_in, may_see_contact, may_see_person
from profiles.services import note_look

from .. import cards, policies, queries, services
from ..choices import (
    LIVE_STATES,
    OPENED_STATES,
    WAITING_STATES,
    Answer,
    Approval,
    IntroductionState,
    Side,
)
from ..forms import DeclineForm, NextForm
from ..models import Introduction, has_supply, supply_of
from ..services import letters

STATUS = {
    "proposed": ("Waiting for an answer", ""),
    "one_accepted": ("One side said yes", ""),
    "introduced": ("Introduced", "done"),
    "agreed": ("Agreed to work together", "done"),
    "under_way": ("Under way", "done"),
    "done": ("Done", "done"),
    "declined": ("Not this time", ""),
    "expired": ("Ran out of time", ""),
    "fell_through": ("Fell through", ""),
}
STILL = ("going_on", "It goes on as it is")
NEXT_STEPS = {
    "introduced": [
        ("agreed", "We agreed to work together"),
        STILL,
        ("fell_through", "It fell through"),
    ],
    "agreed": [("under_way", "The work has begun"), STILL, ("fell_through", "It fell through")],
    "under_way": [("done", "The work is done"), STILL, ("fell_through", "It fell through")],
}


@requires(is_signed_in, row="P111")
def introductions(request: SignedInRequest) -> HttpResponse:
    """My introductions, newest first."""
    page = paginate(request, queries.introductions_of(request.user))
    return render(
        request,
        "matching/introduction_list.html",
        {
            "page": page,
            "rows": [_line(row, request.user) for row in page],
            "crumbs": [{"title": "Your page", "url": "/me/"}, {"title": "Introductions"}],
        },
    )


def _line(introduction: Introduction, user) -> dict:
    text, state = STATUS[introduction.state]
    is_supply = _is_supply(introduction, user)
    other = (
        introduction.opportunity.organisation.name
        if is_supply
        else cards.supply_title(introduction)
    )
    waiting = introduction.state in WAITING_STATES
    own = introduction.supply_answer if is_supply else introduction.need_answer
    if waiting and own == Answer.NONE:
        text, state = "Waiting for your answer", "late"
    return {
        "title": introduction.opportunity.title,
        "url": introduction.get_absolute_url(),
        "kind": other,
        "status": {"text": text, "state": state},
        "facts": [
            {
                "term": "Answer by" if waiting else "Asked",
                "value": _day(introduction.expires_at if waiting else introduction.created),
            }
        ],
    }


def _is_supply(introduction: Introduction, user) -> bool:
    """Which side a row of one's own list shows, from what the row already holds."""
    if not has_supply(introduction):
        return False
    supply = supply_of(introduction)
    if isinstance(supply, Person):
        return supply.user_id == user.pk
    if supply.organisation_id is None:
        return supply.state.owner_id == user.pk
    return supply.organisation_id in _led_or_joined(user)


def _led_or_joined(user) -> set[int]:
    if not hasattr(user, "_organisation_ids"):
        user._organisation_ids = set(user.memberships.values_list("organisation_id", flat=True))
    return user._organisation_ids


def _day(moment) -> str:
    from django.utils import timezone

    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"


def _get(pk: int, user) -> Introduction:
    introduction = queries.one_introduction(pk)
    if introduction is None:
        raise Http404
    demand(policies.may_see_introduction(user, introduction), hidden=True)
    return introduction


@requires(is_signed_in, row="P111")
def introduction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where it stands; the other side's details once both have said yes."""
    row = _get(pk, request.user)
    side = policies.side_of(request.user, row)
    may_answer = policies.may_answer(request.user, row)
    own_answer = getattr(row, f"{side}_answer") if side else ""
    text, state = STATUS[row.state]
    waits_for_me = may_answer and row.is_waiting and not own_answer
    if waits_for_me:
        text, state = "Waiting for your answer", "late"
    return render(
        request,
        "matching/introduction_detail.html",
        {
            "introduction": row,
            "reasons": queries.reasons_of(row, side),
            "opportunity": row.opportunity,
            "side": side,
            "status": {"text": text, "state": state},
            "card": {
                "kind": cards.supply_kind(row),
                "title": cards.supply_title(row),
                "facts": cards.supply_facts(row),
            },
            "is_closed": side == Side.NEED and row.person is not None and _is_closed(row.person),
            "contacts": _contacts(row, side, request.user),
            "profile_url": _profile_url(row, request.user) if side == Side.NEED else "",
            "is_open": row.state in OPENED_STATES,
            "may_answer": waits_for_me,
            "may_withdraw": may_answer and row.is_waiting and bool(own_answer),
            "waits_for_others": row.is_waiting and (bool(own_answer) or not may_answer),
            "steps": NEXT_STEPS.get(row.state, []) if may_answer else [],
            "has_thread": policies.may_read_thread(request.user, row),
            "may_ask_custodian": may_answer and row.is_waiting and not row.approval,
            "waits_for_custodian": row.is_waiting and row.approval == Approval.ASKED,
            "may_broker": not side
            and row.state in LIVE_STATES
            and policies.may_broker(request.user, row),
            "broker_form": NextForm(initial={"on": row.next_on})
            if row.broker_id == request.user.pk
            else None,
            "may_stop": not side
            and row.state in LIVE_STATES
            and policies.may_stop(request.user, row),
            "why_not": row.decline_reason if not side else "",
            "answer_by": _day(row.expires_at),
            "decline_form": DeclineForm(),
            "crumbs": [
                {"title": "Introductions", "url": "/introductions/"},
                {"title": row.opportunity.title},
            ],
        },
    )


def _contacts(row: Introduction, side: str, user) -> list[dict[str, str]]:
    """The other side's name and address, while the introduction is open and to its parties only."""
    if not side or row.state not in OPENED_STATES or row.state == IntroductionState.DONE:
        return []
    if side == Side.NEED and row.person_id and not may_see_contact(user, row.person):
        return []
    if side == Side.NEED and row.person is not None:
        note_look(row.person, viewer=user, scopes=frozenset({Scope.CONTACT}))
    return letters.contacts(row, letters.other(side))


def _is_closed(person: Person) -> bool:
    return person.visibility == Visibility.PRIVATE or is_hidden(person)


def _profile_url(row: Introduction, user) -> str:
    """Where the introduced person's profile is, to those who may see it."""
    if row.person is None or not may_see_person(user, row.person):
        return ""
    return row.person.get_absolute_url()


@requires(is_signed_in, row="P111")
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Yes."""
    row = services.accept(_get(pk, request.user), by=request.user)
    messages.success(
        request,
        "Both sides said yes. Here is how to reach each other."
        if row.state == IntroductionState.INTRODUCED
        else "Thank you. We have asked the other side too.",
    )
    return redirect(row)


@requires(is_signed_in, row="P111")
@require_POST
def ask_custodian(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a custodian look first."""
    row = services.ask_custodian(_get(pk, request.user), by=request.user)
    messages.success(request, "A custodian looks first. You meet once they have agreed too.")
    return redirect(row)


@requires(is_signed_in, row="P111")
@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """No, kindly."""
    row = _get(pk, request.user)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "matching/decline.html",
            {"form": form, "introduction": row, "opportunity": row.opportunity},
            status=422,
        )
    services.decline(row, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Thank you for answering. The other side is told, but not why.")
    return redirect(row)


@requires(is_signed_in, row="P111")
@require_POST
def advance(request: SignedInRequest, pk: int) -> HttpResponse:
    """How it went on: agreed, under way, done, fell through."""
    row = services.advance(_get(pk, request.user), request.POST.get("to", "")[:20], by=request.user)
    messages.success(request, "Noted.")
    return redirect(row)
