"""One organisation: its page, adding, changing and confirming it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, public, requires

from .. import policies, services
from ..forms.organisations import NotesForm, OrganisationForm
from ..models import Offer, Organisation, RegisterEntry
from ..queries.lookalikes import lookalikes_of
from ..services.organisations import NameTaken
from ..services.relations import public_relations_of
from .likeness import near_ones
from .sending import sent

FIELDS = ("name", "kind", "district", "summary", "website", "email_domains")
DOMAINS_WAIT = " Addresses at the new domain count once a custodian has confirmed it."


@public("may_see_organisation decides on the object: unverified ones answer 404 to strangers.")
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: what it does, asks for and gives."""
    thing = get_object_or_404(
        Organisation.objects.select_related("district", "state", "logo"), slug=slug
    )
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    may_edit = policies.may_edit_organisation(request.user, thing)
    may_verify = policies.may_verify(request.user, thing)
    entries = list(thing.register_entries.all())
    return render(
        request,
        "profiles/organisation_detail.html",
        {
            "organisation": thing,
            "offers": Offer.objects.open().filter(organisation=thing)[:20],
            "opportunities": thing.opportunities.model.objects.public().naming(thing)[:20],
            "entries": [entry for entry in entries if entry.checked_at or may_edit or may_verify],
            "priorities": thing.priorities.all(),
            "themes": thing.themes.all(),
            "relations": public_relations_of(thing),
            **_standing(request.user, thing),
            "may_edit": may_edit,
            "may_suspend": policies.may_suspend(request.user, thing),
            "may_close": policies.may_close_organisation(request.user, thing),
            "may_verify": may_verify
            and bool(
                not thing.state.verified_at or _unchecked(entries) or thing.state.domains_asked
            ),
            "waits": not thing.is_verified,
        },
    )


def _standing(user, organisation: Organisation) -> dict:
    """What the page offers a reader by what they are to the organisation."""
    if not policies.is_signed_in(user):
        return {"may_join": True, "may_see_members": False, "belongs": False}
    belongs = policies.speaks_for(user, organisation)
    return {
        "belongs": belongs,
        "may_join": not belongs,
        "may_see_members": belongs or policies.may_see_members(user, organisation),
    }


@requires(policies.is_signed_in, row="P015")
def organisation_new(request: SignedInRequest) -> HttpResponse:
    """Add an organisation; whoever adds it becomes its lead."""
    form = OrganisationForm(request.POST or None)
    near = near_ones(request, form)
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
        {"form": form, "title": "Add your organisation", "near": near},
        status=422 if form.is_bound else 200,
    )


@requires(policies.is_signed_in, row="P016")
def organisation_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change the public text of an organisation."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    demand(policies.may_edit_organisation(request.user, thing))
    form = OrganisationForm(request.POST or None, initial=_text(thing), editing=thing)
    near = near_ones(request, form, renaming=thing)
    held = Organisation.objects.select_for_update(of=("self",))
    if sent(
        request,
        form,
        lambda: services.update_organisation(thing, by=request.user, **_fields(form.cleaned_data)),
        now=lambda: OrganisationForm(initial=_text(held.get(pk=thing.pk))),
    ):
        waits = "" if not thing.state.domains_asked else DOMAINS_WAIT
        messages.success(request, f"Saved.{waits}")
        return redirect(thing)
    return render(
        request,
        "profiles/organisation_form.html",
        {
            "form": form,
            "title": "Change your organisation",
            "organisation": thing,
            "near": near,
        },
        status=form.status,
    )


@requires(policies.is_signed_in, row="P019")
def organisation_verify(request: SignedInRequest, slug: str) -> HttpResponse:
    """Confirm an organisation, as a custodian from outside it."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    demand(policies.may_verify(request.user, thing))
    posted = request.POST if request.method == "POST" else None
    form = NotesForm(posted, initial={"notes": thing.state.notes})
    if form.is_valid():
        services.verify_organisation(thing, by=request.user)
        if "notes" in request.POST:
            services.note_about(thing, by=request.user, notes=form.cleaned_data["notes"])
        services.confirm_register_numbers(thing, by=request.user)
        trust = request.POST.get("domains") != "no"
        services.settle_domains(thing, by=request.user, trust=trust)
        messages.success(
            request, f"{thing} is confirmed." if trust else "Left as they were. Its leads are told."
        )
        return redirect((request.POST.get("next") == "desk" and "desk:home") or thing)
    return render(
        request,
        "profiles/organisation_verify.html",
        {
            "organisation": thing,
            "entries": thing.register_entries.all(),
            "near": lookalikes_of(thing),
            "form": form,
            "crumbs": [
                {"title": "The desk", "url": "/desk/"},
                {"title": thing.name, "url": thing.get_absolute_url()},
                {"title": "Confirm"},
            ],
        },
        status=422 if form.is_bound else 200,
    )


def _unchecked(entries: list[RegisterEntry]) -> bool:
    return any(entry.checked_at is None for entry in entries)


def _text(thing: Organisation) -> dict:
    """What is saved; of the domains, what was asked for."""
    text = {field: getattr(thing, field) for field in FIELDS}
    return text | {"email_domains": thing.state.domains_asked or thing.email_domains}


def _fields(cleaned: dict) -> dict:
    return {field: cleaned[field] for field in FIELDS}
