"""What a lead sets beside an organisation's text: aims and hosting, register numbers, the logo."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.policies import SignedInRequest, demand, requires

from .. import policies, services
from ..forms.faces import AimsForm, LogoForm, RegistersForm
from ..models import Organisation
from .sending import sent


@requires(policies.is_signed_in, row="P016")
def organisation_aims(request: SignedInRequest, slug: str) -> HttpResponse:
    """Would it host somebody, and what does it work towards?"""
    thing = _led(request, slug)
    form = AimsForm(request.POST or None, initial=_aims(thing))
    if sent(
        request,
        form,
        lambda: services.set_aims(thing, by=request.user, **form.content),
        now=lambda: AimsForm(initial=_aims(_held(thing))),
    ):
        messages.success(request, "Saved.")
        return redirect(thing)
    return _form(
        request,
        form,
        thing,
        title="Aims and hosting",
        lede="What you work towards is shown on your page, and people find you by it.",
    )


@requires(policies.is_signed_in, row="P016")
def organisation_registers(request: SignedInRequest, slug: str) -> HttpResponse:
    """The numbers that public registers gave it."""
    thing = _led(request, slug)
    form = RegistersForm(request.POST or None, initial=_numbers(thing), kind=thing.kind)
    if sent(
        request,
        form,
        lambda: services.set_register_numbers(thing, by=request.user, numbers=form.numbers()),
        now=lambda: RegistersForm(initial=_numbers(_held(thing)), kind=thing.kind),
    ):
        messages.success(request, "Saved. A new number is shown once a custodian has looked it up.")
        return redirect(thing)
    return _form(
        request,
        form,
        thing,
        title="Numbers in public registers",
        lede="They let others be sure which organisation you are. All are optional.",
    )


@requires(policies.is_signed_in, row="P016")
def organisation_logo(request: SignedInRequest, slug: str) -> HttpResponse:
    """Set the logo or take it away."""
    thing = _led(request, slug)
    if request.method == "POST" and request.POST.get("action") == "remove":
        services.remove_logo(thing, by=request.user)
        messages.success(request, "Your logo is gone from here.")
        return redirect(thing)
    bound = request.method == "POST"
    form = LogoForm(request.POST, request.FILES) if bound else LogoForm()
    if sent(
        request,
        form,
        lambda: services.set_logo(thing, by=request.user, picture=form.cleaned_data["logo"].file),
        beside="logo",
    ):
        messages.success(request, "Saved.")
        return redirect(thing)
    return render(
        request,
        "profiles/organisation_logo.html",
        {"form": form, "organisation": thing},
        status=422 if form.is_bound else 200,
    )


def _aims(thing: Organisation) -> dict[str, Any]:
    return {
        "hosting": thing.hosting,
        "priorities": thing.priorities.all(),
        "themes": thing.themes.all(),
    }


def _numbers(thing: Organisation) -> dict[str, str]:
    return dict(thing.register_entries.values_list("register", "number"))


def _held(thing: Organisation) -> Organisation:
    """The same, read again and held until the change is done."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=thing.pk)


def _form(
    request: HttpRequest,
    form: AimsForm | RegistersForm,
    thing: Organisation,
    *,
    title: str,
    lede: str,
) -> HttpResponse:
    return render(
        request,
        "profiles/organisation_part.html",
        {"form": form, "organisation": thing, "title": title, "lede": lede},
        status=form.status,
    )


def _led(request: SignedInRequest, slug: str) -> Organisation:
    """The organisation, if the reader may see it and may change it."""
    thing = get_object_or_404(Organisation.objects.select_related("state", "logo"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    demand(policies.may_edit_organisation(request.user, thing))
    return thing
