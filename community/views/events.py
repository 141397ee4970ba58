"""Events: the list, the month, one of them."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from common import moderation
from common.forms import new_key
from common.pages import paginate
from common.policies import public, signed_in
from mission.points import points_of

from .. import event_words as words
from ..models import Event
from ..policies import events as policies
from ..queries import events as queries
from ..queries.event_lists import TITLES, Listing
from ..queries.months import FIRST_YEAR, LAST_YEAR, month

LEDE = "Talks, workshops, hack days and meetings about data in the West Midlands, of the Forum and of others."


@public("Only published events are listed.", row="P122")
def event_list(request: HttpRequest) -> HttpResponse:
    """The list: search, facets with counts, chips. The address holds the whole state."""
    asked = Listing(request.GET)
    shown, found = asked.counted
    # Sorting thousands of keys is cheap, sorting whole rows is not.
    page = paginate(request, asked.ordered().values_list("pk", flat=True), found=found)
    keys = list(page)
    events = Event.objects.for_cards().in_bulk(keys)
    page.object_list = [events[key] for key in keys if key in events]
    query = request.GET.copy()
    query.pop("page", None)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "page_heading": "Events",
        "page_lede": LEDE,
        "page": page,
        "rows": [words.row(event) for event in page.object_list],
        "facets": shown,
        "chips": asked.chips(shown),
        "q": asked.text,
        "query": query.urlencode(),
        "action": reverse("community:events"),
        "keep_search": _kept(query, ("q",)),
        "keep_filters": _kept(query, TITLES),
        "links": [
            {"title": "Meetings of the Forum", "url": reverse("community:meetings")},
            {
                "title": "By month",
                "url": reverse("community:event_month", args=[today.year, f"{today:%m}"]),
            },
        ],
        "base_url": settings.PUBLIC_BASE_URL,
    }
    return render(request, "community/event_list.html", context)


def _kept(query: Any, names: Any) -> list[dict[str, str]]:
    """What another form of the page has to carry along."""
    return [
        {"name": name, "value": value[:200]}
        for name in names
        for value in query.getlist(name)[:20]
        if value
    ]


@public("Only published events are shown.", row="P122")
def event_month(request: HttpRequest, year: str, number: str) -> HttpResponse:
    """One month: a table that becomes a list of its days on a phone."""
    if not (FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(number) <= 12):
        raise Http404("There is no such month here.")
    shown = month(int(year), int(number))
    context = {
        "month": shown,
        "days": [day for week in shown.weeks for day in week if day.items],
        "weekdays": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": "Events", "url": reverse("community:events")},
            {"title": f"{shown.first:%B %Y}"},
        ],
    }
    return render(request, "community/event_month.html", context)


def visible_event(request: HttpRequest, slug: str) -> Event:
    """The event behind an address, or 404: drafts do not exist for strangers."""
    rows = Event.objects.select_related("organisation__state", "district", "state")
    found = rows.filter(slug=slug).first()
    if found is None or not policies.may_see_event(request.user, found):
        raise Http404("We could not find that, or you cannot see it.")
    return found


@public("may_see_event decides on the object: drafts answer 404 to strangers.", row="P122")
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event; to its owners also where it stands."""
    thing = visible_event(request, slug)
    user = request.user
    shown_to_all = policies.is_shown(thing)
    owns = signed_in(user) and policies.owns_event(user, thing)
    standing = queries.standing(thing) if owns else None
    # Its owners see what they last wrote until a custodian has published something.
    shown = thing if thing.live else thing.get_latest_revision_as_object()
    shown.state = thing.state
    may_decide = (
        signed_in(user)
        and moderation.current_state(thing) == moderation.WAITING
        and policies.may_decide_event(user, thing)
    )
    others = queries.dates_of_series(thing)[:6] if thing.state.together else []
    context: dict[str, Any] = {
        "event": shown,
        "facts": words.facts(shown),
        "times": words.times(shown.starts, shown.ends),
        "summary": words.summary(shown),
        "themes": shown.themes.all(),
        "points": points_of(shown),
        "others": [(one, words.times(one.starts, one.ends)) for one in others],
        "owns": owns,
        "standing": standing,
        "may_decide": may_decide,
        "may_call_off": signed_in(user)
        and shown_to_all
        and thing.ends > timezone.now()
        and policies.may_call_off_event(user, thing),
        "is_public": shown_to_all,
        "is_over": thing.ends <= timezone.now(),
        "called_off": thing.state.lifecycle == "called_off",
        "key": new_key(),
        "structured_data": words.structured(thing, base_url=settings.PUBLIC_BASE_URL)
        if shown_to_all
        else None,
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": "Events", "url": reverse("community:events")},
            {"title": shown.title},
        ],
    }
    return render(request, "community/event_detail.html", context)
