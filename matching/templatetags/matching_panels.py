"""What pages of lower apps load: suggestions beside an opportunity, the past of an organisation."""

from typing import Any

from django import template

from opportunities.choices import Kind
from opportunities.models import Opportunity

from .. import past, policies, queries
from .. import words as wording
from ..choices.rounds import RoundState
from ..models import RoundPlace
from ..words import rounds as round_words

MOST_OF_THE_PAST = 10

register = template.Library()


@register.inclusion_tag("matching/suggestion_panel.html", takes_context=True)
def suggestion_panel(context: template.Context, opportunity) -> dict[str, Any]:
    """To its owners: how many could help. To somebody signed in: how it fits them. Else a link."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"role": "stranger", "opportunity": opportunity}
    if policies.may_see_shortlist(user, opportunity) and opportunity.kind != Kind.JOB:
        people, offers = queries.counts_for(opportunity)
        return {
            "role": "owner",
            "opportunity": opportunity,
            "people": people,
            "offers": offers,
            "url": f"{opportunity.get_absolute_url()}matches/",
        }
    person = getattr(user, "person", None)
    match = queries.match_of(person, opportunity) if person else None
    if match is None:
        private = person is not None and person.visibility == "private"
        return {"role": "none", "opportunity": opportunity, "person": person, "private": private}
    words = match.reasons["words"]["supply"]
    return {
        "role": "fits",
        "opportunity": opportunity,
        "fit": wording.step(match.fit),
        "benefit": wording.step(match.benefit),
        "missing": words["missing"],
        "url": f"/matches/#match-{match.pk}",
    }


@register.inclusion_tag("matching/first_suggestions.html")
def first_suggestions(person) -> dict[str, Any]:
    """To a newcomer: what the matcher found already, else what is open and asks for their skills."""
    found = queries.suggestions_for(person)[:3] if person else []
    near: list[Opportunity] = []
    if person and not found:
        known = [row.skill_id for row in (*person.held.all(), *person.wanted.all())]
        rows = Opportunity.objects.open().select_related("organisation")
        near = list(rows.asking_for(known)[:3])
    return {"person": person, "found": found, "open": near}


@register.inclusion_tag("matching/gave_and_hosted.html")
def gave_and_hosted(organisation) -> dict[str, Any]:
    """What of an organisation's came to a good end, by title only: who the other side was is theirs."""
    return {
        "gave": past.gave(organisation)[:MOST_OF_THE_PAST],
        "hosted": past.hosted(organisation)[:MOST_OF_THE_PAST],
    }


@register.inclusion_tag("matching/round_panel.html", takes_context=True)
def round_panel(context: template.Context, opportunity) -> dict[str, Any]:
    """Beside a placement in a round, or an application to one: which round, and what to do by when."""
    if not opportunity.state.in_round:
        return {}
    place = (
        RoundPlace.objects.filter(opportunity=opportunity.pk, is_in=True)
        .select_related("round")
        .prefetch_related("round__phases")
        .first()
    )
    if place is None:
        return {}
    round_ = place.round
    phase = round_words.phase_of(round_)
    results = round_words.phase_of(round_, RoundState.PUBLISH)
    return {
        "round": round_,
        "state": round_.state,
        "closes": phase.closes_at if phase else None,
        "results": results.opens_at if results else None,
        "applied": "application" in context,
    }
