"""How matching works, for anybody: the page and the same record as a download."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from common.policies import public

from .. import queries, record, run_figures
from ..models import WeightSet

WHY = "What counts how much is a public record: anybody may read, check and quote it."


@public(WHY)
def how(request: HttpRequest) -> HttpResponse:
    """The record as a page: three queries."""
    current = WeightSet.objects.get(is_current=True)
    run = queries.measured_run()
    context = {
        "tier_1": record.tier_1(),
        "tier_2": record.tier_2(current, run),
        "current": current,
        "weights": record.weights_table(current),
        "gates": record.gates_table(),
        "run": run,
        "figures": run_figures.figures(run),
        "groups": run_figures.groups(run),
        "switches": queries.switches(),
        "standard": record.STANDARD,
        "crumbs": [{"title": "How matching works"}],
    }
    return render(request, "matching/how.html", context)


@public(WHY)
def record_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    current = WeightSet.objects.get(is_current=True)
    answer = JsonResponse(
        record.as_json(current, queries.measured_run(), queries.switches()),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    answer["Content-Disposition"] = 'attachment; filename="how-matching-works.json"'
    return answer
