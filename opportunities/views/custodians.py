"""A custodian reads and decides, on a phone if need be, through the same verbs as Wagtail's admin."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.idempotency import KeyReused, once
from common.policies import is_custodian, requires
from common.states import IllegalMove

from .. import care, policies, queries, services
from ..forms import DecisionForm
from ..models import Challenge, NotReady, Opportunity
from ..models.checks import what_parties_lack, what_text_lacks, what_to_look_at

DONE = {
    "approve": "Published. Its author is told.",
    "changes": "Sent back. Its author reads what you wrote.",
    "reject": "Not published. Its author reads why.",
}


@requires(is_custodian, row="P060", hidden=True)
def decide(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What they wrote, what changed, and three buttons."""
    thing = (
        queries.MODELS[kind]
        .objects.select_related("organisation__state", "state")
        .filter(slug=slug)
        .first()
    )
    if thing is None:
        raise Http404("We could not find that, or you cannot see it.")
    draft = thing.get_latest_revision_as_object()
    waits = queries.is_waiting(thing)
    may = policies.may_decide(request.user, thing)
    form = DecisionForm(
        request.POST or None,
        decision=request.POST.get("decision", ""),
        ask_confirmation=not thing.organisation.is_verified,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        _decide(thing, form, by=request.user)
                        attempt.answer = reverse("desk:home")
                messages.success(request, DONE[form.decision])
                return redirect(attempt.answer)
            except (NotReady, IllegalMove) as error:
                status = 409
                form.add_error(None, str(error))
            except KeyReused as error:
                form.add_error(None, str(error))
            except PermissionDenied:
                raise
    context: dict[str, Any] = {
        "opportunity": draft,
        "waits": waits,
        "may": may,
        "form": form,
        "stops": what_parties_lack(thing, draft) + what_text_lacks(draft),
        "care": care.said(draft) if isinstance(draft, Challenge) else [],
        "looks": what_to_look_at(draft),
        "changes": _changes(thing, draft) if thing.live else [],
        "wagtail_url": f"/admin/snippets/opportunities/{kind}/edit/{thing.pk}/",
    }
    return render(request, "opportunities/opportunity_decide.html", context, status=status)


def _decide(thing: Opportunity, form: DecisionForm, *, by: Any) -> None:
    comment = form.content["comment"]
    if form.decision == "approve":
        confirm = bool(form.content.get("confirm_organisation"))
        services.approve(thing, by=by, comment=comment, confirm_organisation=confirm)
    elif form.decision == "changes":
        services.request_changes(thing, by=by, comment=comment)
    else:
        services.reject(thing, by=by, comment=comment)


def _changes(live: Opportunity, draft: Opportunity) -> list[dict[str, str]]:
    """Fields whose published text differs from the one that waits."""
    found = []
    for field in live._meta.concrete_fields:
        before, after = getattr(live, field.attname), getattr(draft, field.attname)
        if field.editable and not field.name.endswith("_at") and before != after:
            name = str(field.verbose_name).capitalize()
            found.append({"name": name, "before": str(before), "after": str(after)})
    return found
