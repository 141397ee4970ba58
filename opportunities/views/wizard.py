"""Posting a challenge or a placement: one thing a page, each page saved on the draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, requires
from common.states import IllegalMove
from profiles.models import Organisation
from profiles.services import register_organisation
from profiles.services.organisations import NameTaken
from profiles.views.likeness import near_ones
from skills.queries import suggest_for

from .. import care, policies, queries, services
from ..choices import Kind
from ..forms import NEW, CareForm, JobTermsForm, OrganisationForm, SkillsForm, StepForm, TermsForm
from ..models import Challenge, Opportunity
from ..queries.alike import look_alike
from ..queries.scoping import open_remarks
from .wizard_errors import differences, take_errors
from .wizard_steps import (
    CHANGING,
    HEADINGS,
    SAVE,
    STEPS,
    SUBMIT,
    Step,
    answers,
    missing,
    step_url,
    steps_for,
)


@requires(policies.may_draft, row="P058")
def start(request: SignedInRequest, kind: str) -> HttpResponse:
    """The first page: for whom, unless there is no question; then what."""
    mine = list(Organisation.objects.spoken_for_by(request.user).order_by("name")[:2])
    asked = request.GET.get("for", "")
    if asked:
        organisation = Organisation.objects.spoken_for_by(request.user).filter(slug=asked).first()
        if organisation is None:
            raise Http404("We could not find that, or you cannot see it.")
        return _first(request, kind, organisation, came_from_choice=True)
    if len(mine) == 1 and "other" not in request.GET:
        return _first(request, kind, mine[0], came_from_choice=False)
    return _choose(request, kind)


def _choose(request: SignedInRequest, kind: str) -> HttpResponse:
    form = OrganisationForm(request.POST or None, user=request.user)
    near = near_ones(request, form)
    if request.method == "POST" and form.is_valid():
        cleaned = form.content
        chosen = cleaned.get("organisation") or NEW
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    if chosen == NEW:
                        chosen = register_organisation(
                            by=request.user,
                            name=cleaned["name"],
                            kind=cleaned["kind"],
                            district=cleaned["district"],
                        ).slug
                    attempt.answer = f"{reverse(f'opportunities:{kind}_new')}?for={chosen}"
            return redirect(attempt.answer)
        except (NameTaken, KeyReused) as error:
            form.add_error("name" if isinstance(error, NameTaken) else None, str(error))
    context = _frame(kind, form, name="organisation", step=1, steps=len(steps_for(kind, None)) + 1)
    context["near"] = near
    return _page(request, context, status=422 if form.is_bound else 200)


def _first(
    request: SignedInRequest, kind: str, organisation: Organisation, *, came_from_choice: bool
) -> HttpResponse:
    """The first words make the draft."""
    step = STEPS[kind][0]
    form = step.form(request.POST or None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    made = SAVE[kind](
                        None, by=request.user, organisation=organisation, **form.values
                    )
                    attempt.answer = _after(request, kind, made, step.name)
            return redirect(attempt.answer)
        except KeyReused as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            take_errors(form, error)
    extra = int(came_from_choice)
    context = _frame(
        kind, form, name=step.name, step=1 + extra, steps=len(steps_for(kind, None)) + extra
    )
    context["page_kind"] = organisation.name
    if not came_from_choice:
        context["other_url"] = f"{reverse(f'opportunities:{kind}_new')}?other=yes"
    return _page(request, context, status=status)


@requires(policies.may_draft, row="P058")
def resume(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Go on where something is missing, or to the check when nothing is."""
    _, draft = _own(request, kind, slug)
    return redirect(step_url(kind, slug, missing(draft) or "check"))


@requires(policies.may_draft, row="P058")
def edit(request: SignedInRequest, kind: str, slug: str, step: str) -> HttpResponse:
    """One page of a draft, or of an edit to what is live."""
    thing, draft = _own(request, kind, slug)
    steps = steps_for(kind, draft)
    place = {known.name: number for number, known in enumerate(steps, start=1)}.get(step)
    if place is None:
        raise Http404("We could not find that, or you cannot see it.")
    this = steps[place - 1]
    if queries.is_waiting(thing):
        waits: dict[str, Any] = {"opportunity": thing}
        held_back = 409 if request.method == "POST" else 200
        return render(request, "opportunities/opportunity_withdraw.html", waits, status=held_back)
    form = _form(this, request.POST if request.method == "POST" else None, draft)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and not getattr(form, "wants_more", False):
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        attempt.answer = _do(request, kind, thing, this, form)
                return redirect(attempt.answer)
            except services.StaleEdit as error:
                status, saved = 409, error.saved
                form.add_error(None, str(error))
                typed = request.POST.copy()
                typed["revision"] = str(saved.latest_revision_id)
                form.data = typed
                form.saved_now = differences(form, saved)
            except IllegalMove as error:
                status = 409
                form.add_error(None, str(error))
            except KeyReused as error:
                form.add_error(None, str(error))
            except ValidationError as error:
                take_errors(form, error)
        elif form.is_valid():
            status = 200
    context = _frame(kind, form, name=this.name, step=place, steps=len(steps))
    context |= {
        "opportunity": draft,
        "page_kind": draft.title if place > 1 else draft.organisation.name,
        "back_url": step_url(kind, slug, steps[place - 2].name) if place > 1 else "",
        "help_url": reverse(f"opportunities:{kind}_help", args=[slug]),
    }
    if this.name != "check":
        form.show_remarks(open_remarks(thing))
    if CHANGING in request.GET and this.name != "check":
        context |= {
            "submit": "Save and check",
            "back_url": step_url(kind, slug, "check"),
            "back_text": "Back to your answers, without a change",
        }
    if this.name == "check":
        context |= {
            "alike": look_alike(draft) if kind == Kind.CHALLENGE else [],
            "answers": answers(kind, draft),
            "gaps": [
                {
                    "text": text,
                    "url": step_url(kind, slug, where, changing=True) if where else "",
                }
                for where, text in services.submission_gaps(draft)
            ],
            "may_submit": policies.may_submit(request.user, thing),
            "is_edit": thing.live,
        }
    return _page(request, context, status=status)


def _do(request: SignedInRequest, kind: str, thing: Opportunity, step: Step, form: StepForm) -> str:
    """Save one step, or send the whole in; the address to go on to."""
    if step.name == "check":
        fresh = queries.specific(Opportunity.objects.get(pk=thing.pk))
        if form.content["revision"] and form.content["revision"] != fresh.latest_revision_id:
            raise services.StaleEdit(fresh.get_latest_revision_as_object())
        SUBMIT[kind](thing, by=request.user)
        return reverse(f"opportunities:{kind}_sent", args=[thing.slug])
    saved = SAVE[kind](
        thing, by=request.user, expected_revision=form.content["revision"], **form.values
    )
    if isinstance(form, TermsForm):
        services.set_supervisor(saved, supervisor=form.chosen_supervisor, by=request.user)
    return _after(request, kind, saved, step.name)


def _form(step: Step, data: Any, draft: Opportunity) -> StepForm:
    initial = step.form.initial_from(draft)
    if step.form is SkillsForm:
        said = f"{draft.title}. {draft.description}\n{draft.data_note}\n{draft.result}"
        return SkillsForm(data, draft=draft, suggestions=suggest_for(said), initial=initial)
    if step.form is TermsForm:
        supervisor = draft.state.supervisor
        initial["supervisor"] = supervisor.email if supervisor else ""
        return TermsForm(data, draft=draft, initial=initial)
    if step.form is JobTermsForm:
        return JobTermsForm(data, draft=draft, initial=initial)
    if step.form is CareForm:
        return CareForm(data, draft=draft, initial=initial)
    return step.form(data, initial=initial)


@requires(policies.may_draft, row="P059")
def sent(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """What happens next."""
    thing, _ = _own(request, kind, slug)
    return render(
        request,
        "opportunities/opportunity_sent.html",
        {"opportunity": thing, "standing": queries.standing(thing)},
    )


def _own(request: SignedInRequest, kind: str, slug: str) -> tuple[Opportunity, Opportunity]:
    """(the row, the text last written) of something the user may edit; 404 hides what is a draft."""
    thing = (
        queries.MODELS[kind]
        .objects.select_related(
            "organisation__state", "district", "state__supervisor", "latest_revision"
        )
        .filter(slug=slug)
        .first()
    )
    if thing is None:
        raise Http404("We could not find that, or you cannot see it.")
    demand(policies.may_edit(request.user, thing), hidden=not thing.live)
    return thing, thing.get_latest_revision_as_object()


def _after(request: SignedInRequest, kind: str, draft: Opportunity, step: str) -> str:
    steps = [known.name for known in steps_for(kind, draft)]
    if "later" in request.POST:
        messages.success(request, "Saved. Go on whenever you like.")
        return reverse("opportunities:mine")
    if CHANGING in request.GET:
        asked = step == "data" and isinstance(draft, Challenge) and care.unanswered(draft)
        return step_url(kind, draft.slug, "care" if asked else "check", changing=asked)
    return step_url(kind, draft.slug, steps[steps.index(step) + 1])


def _frame(kind: str, form: ForumForm, *, name: str, step: int, steps: int) -> dict[str, Any]:
    if name == "proposal":
        kind = name
    known = next((one for one in STEPS[kind] if one.name == name), None)
    if isinstance(form, StepForm):
        form.show_examples(kind)
    return {
        "form": form,
        "kind": kind,
        "page_heading": known.title if known else "Who is it for?",
        "page_lede": known.lede if known else "",
        "page_kind": HEADINGS[kind],
        "step": step,
        "steps": steps,
        "submit": "Save and go on",
        "save_name": "later" if name not in ("organisation", "check") else "",
        "step_name": name,
    }


def _page(request: SignedInRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    template = {
        "skills": "opportunities/wizard_skills.html",
        "check": "opportunities/wizard_check.html",
    }.get(context["step_name"], "opportunities/wizard_step.html")
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response
