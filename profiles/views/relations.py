"""What joins organisations already, and declared conflicts of interest."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common.policies import SignedInRequest, demand, requires

from .. import policies, services
from ..forms.memberships import InterestForm, RelationForm
from ..models import Interest, Organisation
from ..services.relations import relations_of, said_of
from .sending import sent


@requires(policies.is_signed_in, row="P021", hidden=True)
def relations(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is said of an organisation: confirmed, waiting, and what keeps it apart from others."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    demand(policies.may_see_relations(request.user, thing))
    may_edit = policies.may_edit_organisation(request.user, thing)
    leading = policies.leads(request.user, thing)
    about = request.POST.get("form") == "interest"
    said = RelationForm(
        None if about else request.POST or None, reader=request.user, prefix="relation"
    )
    kept = InterestForm(request.POST if about else None, reader=request.user, prefix="interest")
    kept.fields["note"].help_text = "Its members and the custodians see it."
    if about:
        demand(leading)
    elif request.method == "POST":
        demand(may_edit)
    if about and sent(
        request,
        kept,
        lambda: services.declare_interest(by=request.user, organisation=thing, **kept.content),
    ):
        messages.success(request, "Noted. The two are no longer matched.")
        return redirect("profiles:relations", slug=slug)
    if not about and sent(
        request, said, lambda: services.say_relation(thing, by=request.user, **said.content)
    ):
        messages.success(request, "Noted. Their leads are asked to confirm it.")
        return redirect("profiles:relations", slug=slug)
    return render(
        request,
        "profiles/relations.html",
        {
            "organisation": thing,
            "confirmed": relations_of(thing),
            "waiting": relations_of(thing, confirmed=False),
            "interests": thing.interests.select_related("about"),
            "said": said,
            "kept": kept,
            "may_edit": may_edit,
            "leads": leading,
        },
        status=422 if said.is_bound or kept.is_bound else 200,
    )


@requires(policies.is_signed_in, row="P021", hidden=True)
@require_POST
def relation_act(request: SignedInRequest, slug: str, pk: int, act: str) -> HttpResponse:
    """Confirm what another organisation said, or take it away."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    demand(policies.may_see_relations(request.user, thing))
    row = get_object_or_404(said_of(thing), pk=pk)
    if act == "confirm":
        services.confirm_relation(row, by=request.user)
        messages.success(request, "Confirmed. It is shown on both pages.")
    else:
        services.end_relation(row, by=request.user)
        messages.success(request, "Taken away.")
    return redirect("profiles:relations", slug=slug)


@requires(policies.is_signed_in, row="P002", hidden=True)
def my_interests(request: SignedInRequest) -> HttpResponse:
    """Organisations that I should not be matched with."""
    form = InterestForm(request.POST or None, reader=request.user)
    if sent(request, form, lambda: services.declare_interest(by=request.user, **form.content)):
        messages.success(request, "Noted. You are no longer matched with them.")
        return redirect("profiles:my_interests")
    return render(
        request,
        "profiles/my_interests.html",
        {"form": form, "interests": request.user.interests.select_related("about")},
        status=422 if form.is_bound else 200,
    )


@requires(policies.is_signed_in, row="P002", hidden=True)
@require_POST
def interest_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a declaration back."""
    row = get_object_or_404(Interest.objects.select_related("organisation", "about"), pk=pk)
    demand(policies.owns_interest(request.user, row), hidden=True)
    services.end_interest(row, by=request.user)
    messages.success(request, "Taken back.")
    if row.organisation:
        return redirect("profiles:relations", slug=row.organisation.slug)
    return redirect("profiles:my_interests")
