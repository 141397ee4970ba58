"""Offers: the list, one of them, drafting and sending in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from common.idempotency import once
from common.moderation import current_state
from common.pages import paginate
from common.policies import SignedInRequest, demand, public, requires
from common.search import search
from mission.models import Theme

from .. import policies, services, wording
from ..choices import InReturn, OfferKind, OrganisationKind
from ..forms import OfferForm, SkillLevelsForm
from ..models import Offer
from .sending import sent

FIELDS = (
    "kind", "title", "summary", "description", "district", "remote", "starts", "ends",
    "hours", "capacity", "seats", "module", "who_may_ask", "asks", "in_return",
)  # fmt: skip


@public("Only published, open offers are listed.")
def offers(request: HttpRequest) -> HttpResponse:
    """What is on offer, with search and one facet."""
    text = request.GET.get("q", "")
    rows = Offer.objects.open().select_related("organisation", "district", "state")
    kind = request.GET.get("kind", "")
    if kind in OfferKind.values:
        rows = rows.filter(kind=kind)
    found = search(rows, text) if text.strip() else rows.prefetch_related("skills__skill")
    page = paginate(request, found)
    return render(
        request,
        "profiles/offer_list.html",
        {"page": page, "q": text[:200], "kind": kind, "kinds": OfferKind.choices},
    )


@public("may_see_offer decides on the object: drafts answer 404 to strangers.")
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """One offer; to its owners also where it stands."""
    thing = get_object_or_404(
        Offer.objects.select_related("organisation__state", "district", "state"), slug=slug
    )
    demand(policies.may_see_offer(request.user, thing), hidden=True)
    owns = policies.owns_offer(request.user, thing)
    return render(
        request,
        "profiles/offer_detail.html",
        {
            "offer": thing,
            "skills": thing.skills.select_related("skill"),
            "asks": [label for value, label in InReturn.choices if value in thing.asks],
            "who_may_ask": [
                label for value, label in OrganisationKind.choices if value in thing.who_may_ask
            ],
            "may_renew": policies.may_hand_in_offer(request.user, thing),
            "owns": owns,
            "may_close": policies.may_close_offer(request.user, thing),
            "moderation": current_state(thing) if owns else "",
            "waits_for": thing.waits_for if owns else "",
            "names_office": _is_cohort(thing) and policies.leads(request.user, thing.organisation),
        },
    )


def _is_cohort(thing: Offer) -> bool:
    """Students of a university, whose placements it may agree to."""
    host = thing.organisation
    return thing.kind == OfferKind.COHORT and host is not None and host.kind == "university"


@requires(policies.is_signed_in, row="P051")
def offer_new(request: SignedInRequest) -> HttpResponse:
    """Draft an offer."""
    help_given, data = _help(request)
    form = OfferForm(data, user=request.user)
    if help_given:
        form.hold_back_errors()
    elif request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        with once(cleaned["idempotency_key"], actor=request.user, body=request.POST) as attempt:
            if not attempt.repeated:
                made = services.save_offer_draft(
                    None,
                    by=request.user,
                    organisation=cleaned["organisation"],
                    themes=cleaned["themes"],
                    **{field: cleaned[field] for field in FIELDS},
                )
                attempt.answer = f"/offers/{made.slug}/skills/"
        return redirect(attempt.answer)
    return render(
        request,
        "profiles/offer_form.html",
        {"form": form, "title": "Offer expertise", "help": help_given},
        status=422 if form.is_bound and not help_given else 200,
    )


@requires(policies.is_signed_in, row="P051")
def offer_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change an offer. A live one stays as it is until a custodian approves the change."""
    thing = _own(request, slug)
    help_given, data = _help(request)
    form = OfferForm(data, user=request.user, initial=_words(thing))
    form.fields["organisation"].disabled = True
    if help_given:
        form.hold_back_errors()
    elif sent(
        request,
        form,
        lambda: services.save_offer_draft(
            thing,
            by=request.user,
            themes=form.content["themes"],
            **{field: form.content[field] for field in FIELDS},
        ),
        now=lambda: OfferForm(user=request.user, initial=_words(_held(thing))),
    ):
        return redirect("profiles:offer_skills", slug=slug)
    return render(
        request,
        "profiles/offer_form.html",
        {"form": form, "title": "Change your offer", "offer": thing, "help": help_given},
        status=200 if help_given else form.status,
    )


@requires(policies.is_signed_in, row="P051")
def offer_skills(request: SignedInRequest, slug: str) -> HttpResponse:
    """Which skills does it bring? Suggested from its own words, ticked by whoever gives it."""
    thing = _own(request, slug)
    draft = thing.get_latest_revision_as_object()
    chosen = _skills(thing)
    if request.method == "POST":
        form = SkillLevelsForm(request.POST, chosen=chosen)
    else:
        words = f"{draft.title}. {draft.summary} {draft.description}"
        form = SkillLevelsForm(chosen=chosen, initial={"words": words})
        if not chosen:
            form = SkillLevelsForm(
                {"words": words, "action": "suggest", "version": form.fingerprint()},
                chosen=chosen,
            )
    may_hand_in = policies.may_hand_in_offer(request.user, thing)

    def save() -> None:
        saved = services.save_offer_draft(thing, by=request.user, skills=form.levels())
        if may_hand_in:
            services.submit_offer(saved, by=request.user)

    asked = form.is_bound and form.wants_suggestions
    if not asked and sent(
        request, form, save, now=lambda: SkillLevelsForm(chosen=_skills(_held(thing)))
    ):
        if may_hand_in:
            messages.success(request, "Sent. A custodian will look at it, usually within a week.")
        else:
            messages.success(request, f"Saved. A lead of {thing.organisation} can send it in.")
        return redirect("profiles:offer", slug=slug)
    return render(
        request,
        "profiles/offer_skills.html",
        {"form": form, "offer": thing, "asked": asked},
        status=200 if asked and not form.errors else form.status,
    )


@requires(policies.is_signed_in, row="P054")
def offer_close(request: SignedInRequest, slug: str) -> HttpResponse:
    """End an offer, after asking once."""
    thing = _visible(request, slug)
    demand(policies.may_close_offer(request.user, thing))
    if request.method == "POST":
        services.close_offer(thing, by=request.user)
        messages.success(request, "Closed. Nobody new will be pointed to it.")
        return redirect("desk:me")
    return render(request, "profiles/offer_close.html", {"offer": thing})


def _help(request: SignedInRequest) -> tuple[wording.Help | None, QueryDict | None]:
    """Help with the words if it was asked for, and what the form now holds."""
    if request.method != "POST":
        return None, None
    action = request.POST.get("action", "")
    if action not in ("word", "use"):
        return None, request.POST
    themes = Theme.objects.filter(slug__in=request.POST.getlist("themes")[:20])
    found = wording.help_with(request.POST.dict(), themes=tuple(str(theme) for theme in themes))
    data = request.POST.copy()
    if action == "use":
        data["title"], data["summary"] = found.title, found.summary
    return found, data


def _words(thing: Offer) -> dict[str, Any]:
    """What was last written of an offer, for its form."""
    draft = thing.get_latest_revision_as_object()
    found = {field: getattr(draft, field) for field in FIELDS}
    return {**found, "organisation": draft.organisation, "themes": draft.themes.all()}


def _skills(thing: Offer) -> dict[int, int]:
    draft = thing.get_latest_revision_as_object()
    return {skill.skill_id: skill.level for skill in draft.skills.all()}


def _held(thing: Offer) -> Offer:
    """The same, read again and held until the change is done."""
    return Offer.objects.select_for_update(of=("self",)).get(pk=thing.pk)


def _own(request: HttpRequest, slug: str) -> Offer:
    thing = _visible(request, slug)
    demand(policies.may_edit_offer(request.user, thing))
    return thing


def _visible(request: HttpRequest, slug: str) -> Offer:
    thing = get_object_or_404(
        Offer.objects.select_related("organisation__state", "state"), slug=slug
    )
    demand(policies.may_see_offer(request.user, thing), hidden=True)
    return thing
