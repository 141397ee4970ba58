"""What was sent to one opportunity: for those who read, in tabs; for custodians, as counts."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from common.activity import record
from common.pages import paginate
from common.policies import SignedInRequest, demand, requires, signed_in
from common.spreadsheets import csv_text, xlsx_bytes

from .. import policies_of_applications as policies
from ..models import Application, Opportunity
from ..queries import applications as queries
from ..queries.teams import MEMBERS
from ..reading_words import COLUMNS, cells, row_words

PER_PAGE = 25
MOST_EXPORTED = 5000


def opportunity_behind(request: HttpRequest, kind: str, slug: str) -> Opportunity:
    """The opportunity whose applications the user may read or count; 404 for everybody else."""
    found = (
        Opportunity.objects.select_related("organisation__state", "state")
        .filter(kind=kind, slug=slug)
        .first()
    )
    if found is None:
        raise Http404("We could not find that, or you cannot see it.")
    user = request.user
    may = policies.may_list_applications(user, found) or policies.may_count_applications(
        user, found
    )
    demand(may, hidden=True)
    return found


def hosted(request: HttpRequest, kind: str, slug: str) -> Opportunity:
    """The same, for those who read."""
    found = opportunity_behind(request, kind, slug)
    demand(policies.may_list_applications(request.user, found), hidden=True)
    return found


@requires(signed_in, row="P079")
def inbox(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """The applications of one opportunity, by where they stand, those due first on top."""
    thing = opportunity_behind(request, kind, slug)
    user = request.user
    if not policies.may_list_applications(user, thing):
        counts = queries.counts(thing)
        context: dict[str, Any] = {
            "opportunity": thing,
            "facts": [
                {"term": title, "value": counts[name]} for name, (title, _) in queries.TABS.items()
            ],
            "late": counts["late"],
        }
        return render(request, "opportunities/application_counts.html", context)
    tab = request.GET.get("tab", "")
    tab = tab if tab in queries.TABS else "new"
    counts = queries.tab_counts(thing, user)
    page = paginate(request, queries.inbox(thing, user, tab=tab), PER_PAGE)
    may_offer = policies.may_export_applications(user, thing)
    context = {
        "opportunity": thing,
        "tab": tab,
        "title": queries.TABS[tab][0],
        "tabs": [
            {
                "title": title,
                "url": f"?tab={name}",
                "count": counts[name],
                "current": name == tab,
                "late": name == "new" and counts["late"] > 0,
            }
            for name, (title, _) in queries.TABS.items()
        ],
        "rows": [row_words(row, thing, user=user) for row in page],
        "page": page,
        "late": counts["late"],
        "written": queries.written(thing, user).count(),
        "kept_from": queries.kept_from(thing, counts),
        "may_offer": may_offer,
        "may_pick": tab in ("new", "shortlisted", "reserve"),
        "any": any(counts[name] for name in queries.TABS),
    }
    return render(request, "opportunities/application_inbox.html", context)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(signed_in, row="P086")
def export(request: SignedInRequest, kind: str, slug: str, form: str = "csv") -> HttpResponse:
    """What was sent, as a file: without names where it is read blind. Each time is written down."""
    thing = hosted(request, kind, slug)
    demand(policies.may_export_applications(request.user, thing), hidden=True)
    rows = list(
        queries.of_opportunity(thing, request.user)
        .select_related("person__user")
        .prefetch_related("answers", "reviews", MEMBERS)
        .order_by("pk")[:MOST_EXPORTED]
    )
    with transaction.atomic():
        record(
            "opportunities.applications_exported",
            by=request.user,
            about=thing,
            rows=len(rows),
            form=form,
        )
    lines = (cells(row, user=request.user) for row in rows)
    if form == "xlsx":
        book = xlsx_bytes(COLUMNS, lines, title="Applications")
        response = HttpResponse(book, content_type=XLSX)
    else:
        text = csv_text(COLUMNS, lines)
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"applications-{thing.slug}-{timezone.localdate()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def application_behind(request: HttpRequest, kind: str, slug: str, pk: int) -> Application:
    """One that the user may read, or the same 404 as for one that is not there."""
    thing = opportunity_behind(request, kind, slug)
    found = (
        queries.of_opportunity(thing, request.user)
        .select_related(
            "opportunity__organisation",
            "opportunity__state",
            "opportunity__application_form",
            "person__user",
            "person__hidden",
            "person__cv",
            "decision",
        )
        .prefetch_related(MEMBERS)
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404("We could not find that, or you cannot see it.")
    return found
