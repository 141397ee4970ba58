"""*Not for me*: put a suggestion aside with a reason, look at what was put aside, bring it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.forms import ForumForm
from common.pages import paginate
from common.policies import SignedInRequest, demand, requires
from profiles.policies import is_signed_in
from profiles.views.sending import sent

from .. import cards, policies, queries, services
from ..choices import AsideReason, Side
from ..models import Aside
from .suggestions import match_at
from .weighing import HIGHEST, typed

TEACHES: dict[str, tuple[str, str, str]] = {
    AsideReason.PLACE: ("See fewer like it", "Say where you can get to", "/me/profile/when/"),
    AsideReason.DATES: ("See fewer like it", "Say when you have time", "/me/profile/when/"),
    AsideReason.HOURS: ("See fewer like it", "Say how many hours you have", "/me/profile/when/"),
    AsideReason.SKILLS: ("See fewer like it", "Change your skills", "/me/profile/skills/"),
}
"""For reasons that the profile itself can say, where to say them, so that the gates know."""


class AsideForm(ForumForm):
    """Why not."""

    reason = forms.ChoiceField(
        label="Why not?",
        help_text="Only you and the matcher know. The other side hears nothing.",
        choices=[],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, reasons: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict(AsideReason.choices)
        field: Any = self.fields["reason"]
        field.choices = [(reason, words[reason]) for reason in reasons]


@requires(is_signed_in, row="P101")
def put_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET asks why, POST puts aside."""
    match = match_at(pk)
    side = policies.appeal_side(request.user, match)
    demand(bool(side), hidden=True)
    form = AsideForm(typed(request), reasons=services.reasons_for(match, side))
    if sent(
        request,
        form,
        lambda: services.put_aside(match, by=request.user, reason=form.content["reason"]),
    ):
        messages.success(request, "Put aside. You can bring it back at any time.")
        return redirect("matching:asides")
    own = side == Side.SUPPLY
    context = {
        "form": form,
        "title": match.opportunity.title if own else cards.supply_title(match),
        "own": own,
        "back": "/matches/" if own else f"{match.opportunity.get_absolute_url()}matches/",
    }
    status = 422 if form.is_bound else 200
    return render(request, "matching/aside_new.html", context, status=status)


@requires(is_signed_in, row="P101")
def asides(request: SignedInRequest) -> HttpResponse:
    """What I put aside, each with what its reason rules out, and the way back."""
    page = paginate(request, queries.asides_of(request.user), per_page=20)
    rows = [
        {
            "row": row,
            "title": row.opportunity.title
            if row.side == Side.SUPPLY
            else f"{cards.supply_title(row)}, for {row.opportunity.title}",
            "rules_out": _rules_out(row),
            "teaches": TEACHES.get(row.reason)
            if row.person_id and row.side == Side.SUPPLY
            else None,
            "form": ForumForm(auto_id=False),
        }
        for row in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "crumbs": [{"title": "Matches", "url": "/matches/"}, {"title": "Put aside"}],
    }
    return render(request, "matching/aside_list.html", context)


@requires(is_signed_in, row="P101")
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET asks, POST brings it back; what is back already stays so."""
    row = queries.asides_of(request.user).filter(pk=pk).first() if pk <= HIGHEST else None
    form = ForumForm(typed(request))
    if row is None:
        raise Http404
    demand(policies.may_bring_back(request.user, row), hidden=True)
    if sent(request, form, lambda: services.bring_back(row, by=request.user)):
        messages.success(request, "Back. We look at it again at once.")
        return redirect("matching:asides")
    context = {"form": form, "row": row}
    return render(
        request, "matching/aside_back.html", context, status=422 if form.is_bound else 200
    )


def _rules_out(row: Aside) -> str:
    if row.side == Side.SUPPLY and row.reason == AsideReason.ORGANISATION:
        return f"Nothing of {row.opportunity.organisation.name} is suggested."
    if row.side == Side.SUPPLY and row.reason == AsideReason.UNPAID:
        return "No unpaid work is suggested."
    return "Only this one is not suggested."
