"""Challenging a result: asked by whoever it concerns, answered at the desk."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.pages import paginate
from common.policies import SignedInRequest, demand, requires
from common.states import IllegalMove
from opportunities.models import Opportunity
from profiles.policies import is_signed_in
from profiles.views.sending import sent

from .. import cards, policies, queries, services
from ..choices import AppealState
from ..forms.appeals import AnswerForm, AppealForm
from ..models import Appeal
from .suggestions import match_at
from .weighing import HIGHEST, crumbs, typed

ASKED = "Asked. A custodian who has no part in it answers within two weeks."


@requires(is_signed_in, row="P102")
def appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask a person to look at a match of one's own."""
    match = match_at(pk)
    demand(policies.may_appeal(request.user, match), hidden=True)
    form = AppealForm(typed(request))
    if sent(
        request, form, lambda: services.appeal(match, by=request.user, words=form.content["words"])
    ):
        messages.success(request, ASKED)
        return redirect("matching:my_appeals")
    own = policies.appeal_side(request.user, match) == "supply"
    back = reverse("matching:my_matches")
    context = {
        "form": form,
        "opportunity": match.opportunity,
        "item": (
            queries.as_read(match, "supply")
            if own
            else None
            if cards.has_hidden(match)
            else queries.as_read(match, "need")
        ),
        "back": back if own else f"{match.opportunity.get_absolute_url()}matches/",
    }
    return render(request, "matching/appeal_ask.html", context, status=_status(form))


@requires(is_signed_in, row="P102")
def why_not(request: SignedInRequest, slug: str) -> HttpResponse:
    """Why an open opportunity is not among one's suggestions: the rules in the way; and to ask."""
    person = getattr(request.user, "person", None)
    rows = Opportunity.objects.open().select_related("organisation", "state", "district")
    opportunity = get_object_or_404(rows, slug=slug)
    demand(person is not None, hidden=True)
    assert person is not None
    form = AppealForm(typed(request))
    if sent(
        request,
        form,
        lambda: services.appeal_absence(
            opportunity, by=request.user, person=person, words=form.content["words"]
        ),
    ):
        messages.success(request, ASKED)
        return redirect("matching:my_appeals")
    context = {
        "form": form,
        "opportunity": opportunity,
        "rules": services.open_reasons(opportunity, person) if not form.is_bound else [],
        "back": opportunity.get_absolute_url(),
    }
    return render(request, "matching/appeal_why_not.html", context, status=_status(form))


@requires(is_signed_in, row="P102")
def my_appeals(request: SignedInRequest) -> HttpResponse:
    """What I challenged, and what was answered."""
    rows = Appeal.objects.filter(asked_by=request.user).select_related("opportunity")
    context = {
        "page": paginate(request, rows, per_page=20),
        "crumbs": [{"title": "Matches", "url": "/matches/"}, {"title": "What you challenged"}],
    }
    return render(request, "matching/appeal_list.html", context)


@requires(is_signed_in, row="P102")
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """One question and its answer, to who asked."""
    row = _found(pk)
    demand(row.asked_by_id == request.user.pk, hidden=True)
    context = {
        "row": row,
        "crumbs": [
            {"title": "Matches", "url": "/matches/"},
            {"title": "What you challenged", "url": reverse("matching:my_appeals")},
            {"title": row.opportunity.title},
        ],
    }
    return render(request, "matching/appeal_detail.html", context)


@requires(policies.is_broker, row="P103", hidden=True)
def desk_appeals(request: SignedInRequest) -> HttpResponse:
    """What waits, the oldest first; then what was answered."""
    rows = Appeal.objects.select_related("opportunity")
    waiting = rows.filter(state=AppealState.WAITING).order_by("answer_by", "pk")
    answered = rows.filter(state=AppealState.ANSWERED).order_by("-answered_at", "-pk")
    context = {
        "waiting": waiting[:50],
        "page": paginate(request, answered, per_page=20),
        "crumbs": crumbs(("Matching", reverse("matching:room")), ("Challenged results", "")),
    }
    return render(request, "matching/desk_appeals.html", context)


@requires(policies.is_broker, row="P103", hidden=True)
def desk_appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look at the result as it was and as it is, and answer."""
    row = _found(pk)
    demand(policies.may_answer_appeal(request.user, row), hidden=True)
    waits = row.state == AppealState.WAITING
    form = AnswerForm(typed(request)) if waits else None
    if form is not None:
        try:
            if sent(
                request,
                form,
                lambda: services.answer_appeal(
                    row,
                    by=request.user,
                    finding=form.content["finding"],
                    answer=form.content["answer"],
                ),
            ):
                messages.success(request, "Answered. Who asked is told.")
                return redirect("matching:desk_appeals")
        except IllegalMove:
            messages.info(request, "Another custodian has answered meanwhile.")
            return redirect("matching:desk_appeals")
    elif request.method == "POST":
        messages.info(request, "This has been answered already.")
        return redirect("matching:desk_appeals")
    context = {
        "row": row,
        "form": form,
        "item": queries.as_read(row.match, "need", pair=row)
        if row.match and not cards.has_hidden(row)
        else None,
        "crumbs": crumbs(
            ("Matching", reverse("matching:room")),
            ("Challenged results", reverse("matching:desk_appeals")),
            (row.opportunity.title, ""),
        ),
    }
    return render(
        request, "matching/desk_appeal.html", context, status=_status(form) if form else 200
    )


def _found(pk: int) -> Appeal:
    row = services.one_appeal(pk) if pk <= HIGHEST else None
    if row is None:
        raise Http404
    return row


def _status(form: AppealForm | AnswerForm) -> int:
    return 422 if form.is_bound else 200
