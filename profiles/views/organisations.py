"""Organisations: the list, one of them, adding and changing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.idempotency import KeyReused, once
from common.pages import paginate
from common.policies import SignedInRequest, demand, public, requires
from common.search import search
from mission.models import District

from .. import policies, services
from ..choices import OrganisationKind
from ..forms import OrganisationForm
from ..models import Offer, Organisation
from ..services.organisations import NameTaken


@public("Verified organisations are public; visible_to() keeps the others out.")
def organisations(request: HttpRequest) -> HttpResponse:
    """The directory, with search and two facets."""
    text = request.GET.get("q", "")
    rows = Organisation.objects.visible_to(request.user).select_related("district", "state")
    kind = request.GET.get("kind", "")
    if kind in OrganisationKind.values:
        rows = rows.filter(kind=kind)
    place = request.GET.get("district", "")
    if place:
        rows = rows.filter(district__slug=place[:80])
    found = search(rows, text) if text.strip() else rows
    return render(
        request,
        "profiles/organisation_list.html",
        {
            "page": paginate(request, found),
            "q": text[:200],
            "kind": kind,
            "place": place,
            "kinds": OrganisationKind.choices,
            "districts": District.objects.all(),
        },
    )


@public("may_see_organisation decides on the object: unverified ones answer 404 to strangers.")
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: what it does, asks for and gives."""
    thing = get_object_or_404(Organisation.objects.select_related("district", "state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    return render(
        request,
        "profiles/organisation_detail.html",
        {
            "organisation": thing,
            "offers": Offer.objects.open().filter(organisation=thing)[:20],
            "opportunities": thing.opportunities.public()[:20],
            "may_edit": policies.may_edit_organisation(request.user, thing),
            "may_verify": not thing.is_verified and policies.may_verify(request.user, thing),
        },
    )


@requires(policies.is_signed_in, row="P015")
def organisation_new(request: SignedInRequest) -> HttpResponse:
    """Add an organisation; whoever adds it becomes its lead."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    made = services.register_organisation(
                        by=request.user, **_fields(form.cleaned_data)
                    )
                    attempt.answer = made.get_absolute_url()
        except NameTaken as error:
            form.add_error("name", str(error))
        except KeyReused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "Added. A custodian will confirm it, and you can draft meanwhile."
            )
            return redirect(attempt.answer)
    return render(
        request,
        "profiles/organisation_form.html",
        {"form": form, "title": "Add your organisation"},
        status=422 if form.is_bound else 200,
    )


@requires(policies.is_signed_in, row="P016")
def organisation_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change the public text of an organisation."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    demand(policies.may_edit_organisation(request.user, thing))
    initial = {
        field: getattr(thing, field) for field in ("name", "kind", "district", "summary", "website")
    }
    form = OrganisationForm(request.POST or None, initial=initial, editing=thing)
    if request.method == "POST" and form.is_valid():
        services.update_organisation(thing, by=request.user, **_fields(form.cleaned_data))
        messages.success(request, "Saved.")
        return redirect(thing)
    return render(
        request,
        "profiles/organisation_form.html",
        {"form": form, "title": "Change your organisation", "organisation": thing},
        status=422 if form.is_bound else 200,
    )


@requires(policies.is_signed_in, row="P019")
def organisation_verify(request: SignedInRequest, slug: str) -> HttpResponse:
    """Confirm an organisation, as a custodian from outside it."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    demand(policies.may_verify(request.user, thing))
    if request.method == "POST":
        services.verify_organisation(thing, by=request.user)
        messages.success(request, f"{thing} is confirmed.")
        return redirect((request.POST.get("next") == "desk" and "desk:home") or thing)
    return render(request, "profiles/organisation_verify.html", {"organisation": thing})


def _fields(cleaned: dict) -> dict:
    return {field: cleaned[field] for field in ("name", "kind", "district", "summary", "website")}
