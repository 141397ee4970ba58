"""A profile in five short pages, each saved by itself, so that it can be left and taken up again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.policies import SignedInRequest, requires

from .. import policies, services
from ..forms import AboutForm, SkillLevelsForm, VisibilityForm, WhenAndWhereForm
from ..models import Person

STEPS = {
    "about": "About you",
    "skills": "What you can do",
    "learn": "What you want to learn",
    "when": "When and where",
    "seen": "Who may see you",
}
ORDER = list(STEPS)


@requires(policies.is_signed_in, row="P038")
def profile_start(request: SignedInRequest) -> HttpResponse:
    """The first page; each goes on to the next."""
    return redirect("profiles:profile_step", step="about")


@requires(policies.is_signed_in, row="P038")
def profile_step(request: SignedInRequest, step: str) -> HttpResponse:
    """One page of the profile: shown, checked, saved."""
    if step not in STEPS:
        raise Http404
    person = Person.objects.filter(user=request.user).first()
    if person is None and step != "about":
        messages.info(request, "Begin here: we need a name and a stage first.")
        return redirect("profiles:profile_step", step="about")
    data = request.POST if request.method == "POST" else None
    form = _form(step, person, data, called=request.user.name)
    asked = isinstance(form, SkillLevelsForm) and form.is_bound and form.wants_suggestions
    if form.is_bound and form.is_valid() and not asked:
        _save(step, person, form, request.user)
        return redirect(_after(step, request))
    number = ORDER.index(step) + 1
    return render(
        request,
        "profiles/profile_step.html",
        {
            "form": form,
            "step": step,
            "title": STEPS[step],
            "number": number,
            "count": len(ORDER),
            "steps": [(name, label, name == step) for name, label in STEPS.items()],
            "previous": ORDER[number - 2] if number > 1 else "",
            "asked": asked,
        },
        status=422 if form.is_bound and not asked else 200,
    )


def _form(step: str, person: Person | None, data, *, called: str):
    if step == "about":
        initial: dict[str, object] = {"name": called}
        if person:
            initial = {
                "name": person.name,
                "stage": person.stage,
                "summary": person.summary,
                "themes": person.themes.all(),
            }
        return AboutForm(data, initial=initial)
    assert person is not None
    if step == "skills":
        return SkillLevelsForm(data, chosen=dict(person.held.values_list("skill_id", "level")))
    if step == "learn":
        return SkillLevelsForm(data, chosen=dict(person.wanted.values_list("skill_id", "level")))
    if step == "when":
        fields = ("district", "remote", "available_from", "available_until", "hours_per_week")
        initial = {field: getattr(person, field) for field in fields}
        return WhenAndWhereForm(data, initial={**initial, "reach": person.reach.all()})
    return VisibilityForm(data, initial={"visibility": person.visibility})


def _save(step: str, person: Person | None, form, user) -> None:
    cleaned = {key: value for key, value in form.cleaned_data.items() if key != "idempotency_key"}
    if person is None:  # only the first step comes without one
        services.make_person(user=user, by=user, **cleaned)
    elif step in ("about", "when"):
        services.update_person(person, by=user, **cleaned)
    elif step == "skills":
        services.set_skills(person, held=form.levels(), by=user)
    elif step == "learn":
        services.set_skills(person, wanted=form.levels(), by=user)
    else:
        services.set_visibility(person, cleaned["visibility"], by=user)


def _after(step: str, request: HttpRequest) -> str:
    if step == ORDER[-1]:
        messages.success(request, "Your profile is saved.")
        return reverse("desk:me")
    return reverse("profiles:profile_step", args=[ORDER[ORDER.index(step) + 1]])
