"""My suggestions, for me and for the offers I speak for; and asking for an introduction."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.idempotency import once
from common.policies import SignedInRequest, demand, requires
from profiles.policies import is_signed_in

from .. import cards, policies, queries, services
from ..forms import AskForm
from ..models import Match, pair_ids

HIGHEST = 2**63 - 1
PLURALS = {"challenge": "Challenges", "placement": "Placements", "job": "Jobs"}


@requires(is_signed_in, row="P099")
def my_matches(request: SignedInRequest, kind: str = "") -> HttpResponse:
    """What fits me, what fits my offers, and the shortlists of what I posted.

    With a kind of opportunity: which of those fit me, and nothing besides.
    """
    person = getattr(request.user, "person", None)
    offers = [] if kind else queries.offers_spoken_for(request.user)
    return render(
        request,
        "matching/my_matches.html",
        {
            "person": person,
            "suggestions": queries.suggestions_for(person, kind=kind) if person else [],
            "doors": queries.doors_for(person) if person else [],
            "kind": kind,
            "plural": PLURALS.get(kind, ""),
            "kinds": [
                {"title": title, "url": reverse("matching:fits_me", args=[f"{one}s"])}
                for one, title in PLURALS.items()
                if one != kind
            ],
            "offers": queries.suggestions_for_offers(offers, request.user) if offers else [],
            "opportunities": []
            if kind
            else [
                {"title": row.title, "url": f"{row.get_absolute_url()}matches/"}
                for row in queries.opportunities_spoken_for(request.user)
                if row.kind in ("challenge", "placement")
            ],
            "crumbs": [
                {"title": PLURALS[kind], "url": f"/{kind}s/"},
                {"title": "What fits you"},
            ]
            if kind
            else [{"title": "Your page", "url": "/me/"}, {"title": "Matches"}],
        },
    )


@requires(is_signed_in, row="P099")
def fits_me(request: SignedInRequest, kinds: str) -> HttpResponse:
    """*Fits me*: the placements, challenges or jobs that fit, with all reasons."""
    kind = next((one for one in PLURALS if f"{one}s" == kinds), "")
    if not kind:
        raise Http404
    return my_matches(request, kind=kind)


def match_at(pk: int) -> Match:
    """The match, or the current one of the same pair when it was scored again meanwhile."""
    rows = Match.objects.select_related(
        "opportunity__organisation",
        "opportunity__district",
        "opportunity__state",
        "person__user",
        "person__district",
        "offer__organisation",
        "offer__district",
        "offer__state",
        "priority",
    )
    match = rows.filter(pk=pk).first() if pk <= HIGHEST else None
    if match is None:
        raise Http404
    if match.is_current:
        return match
    newer = rows.filter(
        is_current=True,
        **pair_ids(match),
    ).first()
    return newer or match


@requires(is_signed_in, row="P109")
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for an introduction, with a message. Sending it twice asks once."""
    match = match_at(pk)
    demand(policies.may_propose(request.user, match), hidden=True)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _ask_once(request, match, form)
        except (services.TooManyAsked, services.BrokerFull) as refused:
            form.add_error(None, str(refused))
    from_supply = policies.speaks_for_supply(request.user, match)
    return render(
        request,
        "matching/ask.html",
        {
            "form": form,
            "match": match,
            "from_supply": from_supply,
            "other": (
                match.opportunity.organisation.name if from_supply else cards.supply_title(match)
            ),
            "back": (
                "/matches/" if from_supply else f"{match.opportunity.get_absolute_url()}matches/"
            ),
        },
        status=422 if form.is_bound else 200,
    )


def _ask_once(request: SignedInRequest, match: Match, form: AskForm) -> HttpResponse:
    with once(form.key, actor=request.user, body=form.content) as attempt:
        if not attempt.repeated:
            introduction = services.propose(
                match,
                by=request.user,
                message=form.cleaned_data["message"],
                with_custodian=form.cleaned_data["with_custodian"],
            )
            attempt.answer = introduction.get_absolute_url()
            messages.success(request, "Asked. You will hear within two weeks at the latest.")
    return redirect(attempt.answer)
