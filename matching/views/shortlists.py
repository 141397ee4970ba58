"""Who could help: the shortlist of one challenge or placement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.policies import demand, requires
from opportunities.models import Opportunity
from opportunities.queries.partners import shown_partners
from profiles.policies import is_signed_in

from .. import cards, policies, queries

PLURALS = {"challenge": "Challenges", "placement": "Placements"}


@requires(is_signed_in, row="P099")
def shortlist(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Good for both sides; close, but not yet. Strangers get the same 404 as for no such page."""
    opportunity = get_object_or_404(
        Opportunity.objects.select_related("organisation", "state", "district"),
        slug=slug,
        kind__in=PLURALS,
    )
    demand(policies.may_see_shortlist(request.user, opportunity), hidden=True)
    if opportunity.kind != kind:
        return redirect(f"{opportunity.get_absolute_url()}matches/")
    found = queries.shortlist_for(opportunity, request.user)
    asked = opportunity.requirements.select_related("skill").order_by("-essential", "pk")
    return render(
        request,
        "matching/shortlist.html",
        {
            "opportunity": opportunity,
            "found": found,
            "asked": [
                {
                    "term": "Essential" if row.essential else "Desirable",
                    "value": f"{row.skill.name}, {row.get_level_display().lower()}",
                }
                for row in asked
            ]
            + cards.need_facts(opportunity),
            "may_edit": policies.speaks_for_need(request.user, opportunity),
            "edit_url": f"{opportunity.get_absolute_url()}edit/",
            "crumbs": [
                {"title": PLURALS[kind], "url": f"/{kind}s/"},
                {"title": opportunity.title, "url": opportunity.get_absolute_url()},
                {"title": "Who could help"},
            ],
        },
    )


@requires(is_signed_in, row="P099")
def team(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A team whose members complement each other, for the side that asks."""
    opportunity = get_object_or_404(
        Opportunity.objects.select_related("organisation", "state", "district").prefetch_related(
            shown_partners("")
        ),
        slug=slug,
        kind=kind,
    )
    demand(policies.may_see_shortlist(request.user, opportunity), hidden=True)
    here = opportunity.get_absolute_url()
    return render(
        request,
        "matching/team.html",
        {
            "opportunity": opportunity,
            "team": queries.team_for(opportunity),
            "back": f"{here}matches/",
            "crumbs": [
                {"title": PLURALS[kind], "url": f"/{kind}s/"},
                {"title": opportunity.title, "url": here},
                {"title": "Who could help", "url": f"{here}matches/"},
                {"title": "A team"},
            ],
        },
    )
