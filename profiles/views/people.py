"""People: the list of those who chose to be seen, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from common.pages import paginate
from common.policies import demand, public

from .. import policies, queries, services
from ..choices import Stage
from ..models import Person

MOST_COUNTED = 1_000
"""Above it the list says “more than”: to count a hundred thousand takes longer than to show twenty."""


@public("visible_to() shows only people who chose to be seen by this viewer.")
def people(request: HttpRequest) -> HttpResponse:
    """Those who chose to be seen, with two facets."""
    rows = Person.objects.visible_to(request.user).select_related("district")
    stage = request.GET.get("stage", "")
    if stage in Stage.values:
        rows = rows.filter(stage=stage)
    skill = request.GET.get("skill", "")[:120]
    if skill:
        rows = rows.holding(skill)
    query = request.GET.copy()
    query.pop("page", None)
    rows = rows.prefetch_related("held__skill").order_by("name", "pk")
    return render(
        request,
        "profiles/person_list.html",
        {
            "page": paginate(request, rows, counted=MOST_COUNTED),
            "stage": stage,
            "stages": Stage.choices,
            "skill": skill,
            "query": query.urlencode(),
        },
    )


@public("may_see_person decides on the object: others answer 404.")
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """One person, to those who may see them."""
    thing = get_object_or_404(queries.complete(), slug=slug)
    demand(policies.may_see_person(request.user, thing), hidden=True)
    seen = queries.portrait(thing, user=request.user)
    services.note_look(thing, viewer=request.user, scopes=seen.used)
    return render(
        request,
        "profiles/person_detail.html",
        {
            "person": thing,
            "seen": seen,
            "is_own": policies.may_edit_person(request.user, thing),
            "hidden": getattr(thing, "hidden", None),
        },
    )
