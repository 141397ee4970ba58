"""The public board of outcomes, and one of them."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from common.pages import paginate
from common.policies import public

from .. import policies, queries
from ..choices import EDITABLE, OutcomeState
from ..models import Outcome
from ..named import names_the_need, sides
from ..queries.listing import TITLES

HOME = {"title": "Home", "url": "/"}
LIST = {"title": "Outcomes", "url": "/outcomes/"}
LEDE = (
    "What came of introductions, placements, challenges and events. Each was told by somebody who was "
    "in it and verified by a custodian who was not."
)
NOT_THERE = "We could not find that, or you cannot see it."


@public("Only verified outcomes are listed.", row="P117")
def outcomes(request: HttpRequest) -> HttpResponse:
    """The list: search, facets with counts, chips. The address holds the whole state."""
    asked = queries.Listing(request.GET)
    shown = asked.facets()
    page = paginate(request, asked.ordered())
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {
        "page_heading": "Outcomes",
        "page_lede": LEDE,
        "page": page,
        "rows": queries.rows(page),
        "facets": shown,
        "chips": asked.chips(shown),
        "q": asked.text,
        "query": query.urlencode(),
        "action": reverse("impact:outcomes"),
        "keep_search": _kept(query, ("q",)),
        "keep_filters": _kept(query, TITLES),
        "links": [{"title": "Theory of change", "url": reverse("mission:theory")}],
        "base_url": settings.PUBLIC_BASE_URL,
        "crumbs": [HOME, {"title": "Outcomes"}],
    }
    return render(request, "impact/outcome_list.html", context)


def _kept(query: Any, names: Any) -> list[dict[str, str]]:
    """What another form of the page has to carry along."""
    return [
        {"name": name, "value": value[:200]}
        for name in names
        for value in query.getlist(name)[:20]
        if value
    ]


def visible(request: HttpRequest, pk: int) -> Outcome:
    """The outcome behind an address, or 404: what is not published does not exist for strangers."""
    found = queries.one_outcome(pk)
    if found is None or not policies.may_see_outcome(request.user, found):
        raise Http404(NOT_THERE)
    return found


@public("may_see_outcome decides on the object: drafts answer 404 to strangers.", row="P117")
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """One outcome; to its parties also where it stands."""
    row = visible(request, pk)
    user = request.user
    is_party = policies.may_edit_outcome(user, row)
    waiting = [one for one in row.consents.all() if not one.may_publish]
    context = {
        "outcome": row,
        "sides": sides(row),
        "opportunity": row.opportunity if names_the_need(row) else None,
        "event": row.event if row.event and row.event.live else None,
        "is_party": is_party,
        "consents": [one for one in row.consents.all() if policies.answers_for(user, one)]
        if is_party
        else [],
        "may_edit": is_party and row.state in EDITABLE,
        "may_decide": row.state == OutcomeState.WAITING and policies.may_verify(user, row),
        "missing": len(waiting) if is_party else 0,
        "facts": [
            {"term": "For whom", "value": row.for_whom},
            {"term": "Where", "value": row.district.name if row.district else ""},
            {"term": "Verified", "value": _day(row)},
        ],
        "crumbs": [HOME, LIST, {"title": row.title}],
    }
    return render(request, "impact/outcome_detail.html", context)


def _day(row: Outcome) -> str:
    return date_format(timezone.localtime(row.published_at), "j F Y") if row.published_at else ""
