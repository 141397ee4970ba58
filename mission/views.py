"""The theory of change, the mission and the vision: a page of each record with its evidence, and files.

The pages above them are Wagtail's. Their addresses have names here so that a record can say where
it is shown without knowing the CMS.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.views import serve

from common.policies import public

from . import files
from .choices import COLUMN_HEADINGS
from .evidence import either, evidence_for, one_kind
from .models import Node, Priority, Strand, Versioned
from .queries import beside
from .versions import changes_of

EVERYBODY = "The Forum's own records are for everyone to read and question."


@public("The theory of change is for everyone to read and question.", row="P148")
def theory(request: HttpRequest) -> HttpResponse:
    """Hand over to the page that custodians edit at this address."""
    return serve(request, request.path)


@public(EVERYBODY, row="P148")
@require_safe
def node(request: HttpRequest, slug: str) -> HttpResponse:
    """A step of the theory of change: what leads to it, what it leads to, its evidence."""
    step = Node.objects.select_related("row").filter(slug=slug).first()
    if step is None:
        return serve(request, request.path)
    before, after = beside(step)
    return _record(
        request,
        "node",
        step,
        above=("Theory of change", reverse("mission:theory")),
        kind=f"{step.row}: {COLUMN_HEADINGS[step.column].lower()}",
        words=step.text,
        joined=[
            ("What leads here", before, "Nothing: this is where the row begins."),
            ("What should follow", after, "Nothing more: this is the change we hope for."),
        ],
    )


@public(EVERYBODY, row="P148")
@require_safe
def strand(request: HttpRequest, slug: str) -> HttpResponse:
    """A strand of the mission, the priorities that serve it, its evidence."""
    found = Strand.objects.filter(slug=slug).first()
    if found is None:
        return serve(request, request.path)
    return _record(
        request,
        "strand",
        found,
        above=("Mission", "/mission/"),
        kind="A strand of our mission",
        words=found.summary,
        joined=[
            ("Priorities that serve it", list(found.priorities.all()), "No priority serves it yet.")
        ],
    )


@public(EVERYBODY, row="P148")
@require_safe
def priority(request: HttpRequest, slug: str) -> HttpResponse:
    """A priority of the vision, the strands it serves, its evidence."""
    found = Priority.objects.filter(slug=slug).first()
    if found is None:
        return serve(request, request.path)
    return _record(
        request,
        "priority",
        found,
        above=("Vision", "/vision/"),
        kind="A priority of our vision",
        words=found.summary,
        joined=[("Strands it serves", list(found.strands.all()), "It is ticked against none yet.")],
    )


def _record(
    request: HttpRequest,
    record: str,
    thing: Versioned,
    *,
    above: tuple[str, str],
    kind: str,
    words: str,
    joined: list[tuple[str, list[Any], str]],
) -> HttpResponse:
    here = thing.get_absolute_url()
    context: dict[str, Any] = {
        "thing": thing,
        "here": here,
        "kind": kind,
        "words": words,
        "record": record,
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": above[0], "url": above[1]},
            {"title": thing.title, "url": ""},
        ],
    }
    listed = one_kind(request, record, thing)
    if listed:
        context["listed"] = listed
        context["crumbs"][-1]["url"] = here
        context["crumbs"].append({"title": listed["kind"].title, "url": ""})
    else:
        evidence = evidence_for(record, thing)
        context["evidence"] = evidence
        context["missing"] = either(evidence.missing)
        context["joined"] = [
            {
                "title": title,
                "rows": [{"title": one.title, "url": one.get_absolute_url()} for one in things],
                "none": none,
            }
            for title, things, none in joined
        ]
        context["changes"] = changes_of(thing)
    return render(request, "mission/record_detail.html", context)


@public("The records are open data.", row="P148")
@require_safe
def theory_csv(request: HttpRequest) -> HttpResponse:
    """The steps of the theory of change, one a row."""
    return _csv("theory-of-change", files.theory_csv())


@public("The records are open data.", row="P148")
@require_safe
def strands_csv(request: HttpRequest) -> HttpResponse:
    """The strands of the mission, one a row."""
    return _csv("mission", files.strands_csv())


@public("The records are open data.", row="P148")
@require_safe
def priorities_csv(request: HttpRequest) -> HttpResponse:
    """The priorities of the vision with the strands they serve, one a row."""
    return _csv("vision", files.priorities_csv())


@public("The records are open data.", row="P148")
@require_safe
def theory_json(request: HttpRequest) -> HttpResponse:
    """Strands, priorities, steps and arrows with what points at each, as one document."""
    found = files.everything(base=settings.PUBLIC_BASE_URL)
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _csv(name: str, text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    return answer
