"""The first three minutes: one question a page, each saved, to be skipped or taken up again."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.policies import SignedInRequest, requires

from .. import policies, queries, services
from ..choices import Purpose
from ..forms import PurposeForm, SkillLevelsForm
from ..models import Onboarding, Person
from .sending import sent
from .steps import STEPS, about_form, answered

ASKED = {
    Purpose.APPLY: ("about", "seen", "skills", "learn", "when"),
    Purpose.OFFER: ("about", "seen", "skills", "when"),
    Purpose.POST: (),
}
ORDER = ("about", "seen", "skills", "learn", "when")


def journey(purposes: list[str]) -> list[str]:
    """The pages that what brings somebody here asks for, first to last."""
    asked = {step for purpose in purposes for step in ASKED.get(Purpose(purpose), ())}
    return ["purpose", *(step for step in ORDER if step in asked), "done"]


@requires(policies.is_signed_in, row="P038")
def welcome(request: SignedInRequest) -> HttpResponse:
    """Begin, or go on where one left."""
    row = Onboarding.objects.filter(user=request.user).first()
    return redirect("profiles:welcome_step", step=row.step if row else "purpose")


@requires(policies.is_signed_in, row="P038")
def welcome_step(request: SignedInRequest, step: str) -> HttpResponse:
    """One question: shown, checked, saved, or skipped."""
    row = Onboarding.objects.filter(user=request.user).first()
    pages = journey(row.purposes if row else [])
    if step not in ("purpose", "done", *ORDER):
        raise Http404
    if step not in pages:  # not asked of those who come for something else
        return redirect("profiles:welcome_step", step="purpose")
    if step == "done":
        return _done(request, row)
    person = Person.objects.select_related("district").filter(user=request.user).first()
    if person is None and step not in ("purpose", "about"):
        return redirect("profiles:welcome_step", step="about")
    if request.method == "POST" and request.POST.get("action") == "skip":
        # Without a name and a stage there is no profile for the other questions to be about.
        ends = step == "purpose" or (step == "about" and person is None)
        return _go_to("done" if ends else _after(step, pages), request)
    form = _form(step, row, person, request)
    asked = isinstance(form, SkillLevelsForm) and form.is_bound and form.wants_suggestions
    if not asked and _answered(request, step, person, form):
        if step == "purpose":
            row = Onboarding.objects.filter(user=request.user).first()
        return _go_to(_after(step, journey(row.purposes if row else [])), request)
    number = pages.index(step) + 1
    return render(
        request,
        "profiles/welcome_step.html",
        {
            "form": form,
            "step": step,
            "title": STEPS[step].title if step in STEPS else "What brings you here?",
            "lede": STEPS[step].lede if step in STEPS else "",
            "number": number,
            "count": len(pages) - 1 if len(pages) > 2 else 0,
            "previous": pages[number - 2] if number > 1 else "",
            "asked": asked,
            "person": person,
            "pictures": queries.pictures(person) if step == "seen" and person else [],
        },
        status=200 if asked else form.status,
    )


def _form(step: str, row: Onboarding | None, person: Person | None, request: SignedInRequest):
    data = request.POST if request.method == "POST" else None
    if step == "purpose":
        return PurposeForm(data, initial={"purposes": row.purposes if row else []})
    if person is None:
        return about_form(None, data, called=request.user.name)
    return STEPS[step].build(person, data)


def _answered(request: SignedInRequest, step: str, person: Person | None, form) -> bool:
    """Whether an answer was good and is saved."""
    if step != "purpose":
        return answered(request, step, person, form)
    user = request.user
    return sent(
        request,
        form,
        lambda: services.set_purposes(user, form.cleaned_data["purposes"], by=user),
    )


def _after(step: str, pages: list[str]) -> str:
    return pages[pages.index(step) + 1]


def _go_to(step: str, request: SignedInRequest) -> HttpResponse:
    services.reach_step(request.user, step)
    return redirect("profiles:welcome_step", step=step)


def _done(request: SignedInRequest, row: Onboarding | None) -> HttpResponse:
    """The first useful suggestions, by what brings somebody here."""
    services.finish_onboarding(request.user)
    person = queries.complete().filter(user=request.user).first()
    purposes = row.purposes if row else []
    return render(
        request,
        "profiles/welcome_done.html",
        {
            "person": person,
            "applies": Purpose.APPLY in purposes or bool(person and not purposes),
            "offers": Purpose.OFFER in purposes,
            "posts": Purpose.POST in purposes,
            "improvements": queries.improvements(person)[:2] if person else [],
        },
    )
