"""The region's balance of skills: everything for custodians, large counts for everybody."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from common import spreadsheets
from common.forms import ForumForm
from common.pages import paginate
from common.policies import SignedInRequest, public, requires
from profiles.views.sending import sent

from .. import cards, policies, queries, services
from ..queries.balance import Line
from ..stuffed import RULE
from .weighing import crumbs, typed

COLUMNS = ("skill", "level", "asked", "people who hold it", "offers", "people who want to learn it")
FEW = "under 5"
MOST_FLAGGED = 20
COUNTS = "Counts only, and none of people under five."


class EvidenceForm(ForumForm):
    """Whom to ask for evidence."""

    person = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)


@requires(policies.may_weigh, row="P093", hidden=True)
def balance(request: SignedInRequest) -> HttpResponse:
    """What is asked, offered and wanted; whom nobody fits; who is never shown; who never answers."""
    form = EvidenceForm(typed(request), auto_id=False)

    def ask() -> None:
        person = queries.stuffed_people().filter(pk=form.content["person"]).first()
        if person is None:
            raise Http404
        services.ask_for_evidence(person, by=request.user)

    if sent(request, form, ask):
        messages.success(request, "Asked. They read which claims count for less, and why.")
        return redirect("matching:balance")
    # Cards of people are for those who broker; a superuser has the counts.
    flagged = queries.stuffed_people()[:MOST_FLAGGED] if policies.is_broker(request.user) else []
    context = {
        "page": paginate(request, queries.skills_balance(suppressed=False), per_page=50),
        "unmet": queries.unmet(),
        "unshown": queries.never_shown(),
        "silent": queries.silent_hosts(),
        "stuffed": [
            {
                "title": cards.person_title(person),
                "claims": person.claims,  # type: ignore[attr-defined]
                "form": EvidenceForm(initial={"person": person.pk}, auto_id=False),
            }
            for person in flagged
        ],
        "rule": RULE,
        "crumbs": crumbs(("Matching", reverse("matching:room")), ("The region’s balance", "")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "matching/balance.html", context, status=status)


@requires(policies.may_weigh, row="P093", hidden=True)
def balance_csv(request: SignedInRequest) -> HttpResponse:
    """The whole table of skills, as custodians see it."""
    return _csv(queries.skills_balance(suppressed=False))


@public(COUNTS)
def public_balance(request: HttpRequest) -> HttpResponse:
    """The same table for everybody, with counts of people under five left out."""
    context = {
        "page": paginate(request, queries.skills_balance(suppressed=True), per_page=50),
        "crumbs": [
            {"title": "How matching works", "url": reverse("matching:how")},
            {"title": "The region’s balance of skills"},
        ],
    }
    return render(request, "matching/balance_public.html", context)


@public(COUNTS)
def public_balance_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    return _csv(queries.skills_balance(suppressed=True))


def _csv(lines: list[Line]) -> HttpResponse:
    rows = (
        [
            line.skill,
            line.level_name.lower(),
            line.asked,
            FEW if line.held is None else line.held,
            line.offers,
            FEW if line.wanted is None else line.wanted,
        ]
        for line in lines
    )
    answer = HttpResponse(
        spreadsheets.csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8"
    )
    name = f"balance-of-skills-{timezone.localdate()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
