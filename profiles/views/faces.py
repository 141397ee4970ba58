"""What a lead sets beside an organisation's text: aims and hosting, register numbers, the logo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.policies import SignedInRequest, demand, requires

from .. import policies, services
from ..forms.faces import AimsForm, LogoForm, RegistersForm
from ..logos import LogoRefused
from ..models import Organisation
from ..services.registers import NumberTaken


@requires(policies.is_signed_in, row="P016")
def organisation_aims(request: SignedInRequest, slug: str) -> HttpResponse:
    """Would it host somebody, and what does it work towards?"""
    thing = _led(request, slug)
    initial = {
        "hosting": thing.hosting,
        "priorities": thing.priorities.all(),
        "themes": thing.themes.all(),
    }
    form = AimsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        services.set_aims(
            thing,
            by=request.user,
            hosting=cleaned["hosting"],
            priorities=cleaned["priorities"],
            themes=cleaned["themes"],
        )
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
    initial = dict(thing.register_entries.values_list("register", "number"))
    form = RegistersForm(request.POST or None, initial=initial, kind=thing.kind)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_register_numbers(thing, by=request.user, numbers=form.numbers())
        except NumberTaken as error:
            form.add_error(error.register, str(error))
        else:
            messages.success(
                request, "Saved. A new number is shown once a custodian has looked it up."
            )
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
    if bound and form.is_valid():
        try:
            services.set_logo(thing, by=request.user, picture=form.cleaned_data["logo"].file)
        except LogoRefused as error:
            form.add_error("logo", str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(thing)
    return render(
        request,
        "profiles/organisation_logo.html",
        {"form": form, "organisation": thing},
        status=422 if form.is_bound else 200,
    )


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
        status=422 if form.is_bound else 200,
    )


def _led(request: SignedInRequest, slug: str) -> Organisation:
    """The organisation, if the reader may see it and may change it."""
    thing = get_object_or_404(Organisation.objects.select_related("state", "logo"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    demand(policies.may_edit_organisation(request.user, thing))
    return thing
