"""The pages a profile is made of: which form each shows, what it begins with, what it saves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from common.forms import ForumForm
from common.policies import SignedInRequest
from common.stale import ChangingForm

from .. import services
from ..forms import (
    AboutForm,
    AccessForm,
    LinksForm,
    PersonSkillsForm,
    StudyForm,
    VisibilityForm,
    WhenAndWhereForm,
)
from ..models import AccessNeeds, Person, User
from .sending import sent

Build = Callable[[Person, Any], ChangingForm]
Save = Callable[[Person, Any, User], object]


@dataclass(frozen=True)
class Step:
    """One page: its title, a sentence above the form, the form, and the verb that saves it."""

    title: str
    lede: str
    build: Build
    save: Save


def _fields(form: ForumForm) -> dict[str, Any]:
    return form.content


def about_form(person: Person | None, data: Any, *, called: str) -> AboutForm:
    """The one page that can come before there is a profile."""
    initial: dict[str, Any] = {"name": called}
    if person:
        initial = {name: getattr(person, name) for name in ("name", "stage", "summary")}
        initial["themes"] = person.themes.all()
    return AboutForm(data, initial=initial)


def _when(person: Person, data: Any) -> WhenAndWhereForm:
    names = ("district", "remote", "available_from", "available_until", "hours_per_week", "days")
    initial = {name: getattr(person, name) for name in names}
    ways = dict(person.ways.values_list("district__slug", "by"))
    return WhenAndWhereForm(data, initial={**initial, "reach": ways})


def _held(person: Person, data: Any) -> PersonSkillsForm:
    rows = list(person.held.values_list("skill_id", "level", "evidence"))
    return PersonSkillsForm(
        data,
        chosen={skill: level for skill, level, _ in rows},
        evidence={skill: line for skill, _, line in rows},
    )


def _wanted(person: Person, data: Any) -> PersonSkillsForm:
    return PersonSkillsForm(data, chosen=dict(person.wanted.values_list("skill_id", "level")))


def _save_held(person: Person, form: PersonSkillsForm, user: User) -> None:
    services.set_skills(person, held=form.levels(), evidence=form.evidence(), by=user)
    _keep(person, form, user)


def _save_wanted(person: Person, form: PersonSkillsForm, user: User) -> None:
    services.set_skills(person, wanted=form.levels(), by=user)
    _keep(person, form, user)


def _keep(person: Person, form: PersonSkillsForm, user: User) -> None:
    if form.cleaned_data["keep"] and form.cleaned_data["words"]:
        services.keep_text(person, form.cleaned_data["words"], by=user)


def _study(person: Person, data: Any) -> StudyForm:
    return StudyForm(data, initial={"affiliation": person.affiliation})


def _save_study(person: Person, form: StudyForm, user: User) -> None:
    with transaction.atomic():
        services.set_affiliation(person, form.cleaned_data["affiliation"], by=user)
        if form.cleaned_data["address"] and person.affiliation_confirmed_on is None:
            services.ask_confirmation(person, form.cleaned_data["address"], by=user)


def _access(person: Person, data: Any) -> AccessForm:
    needs = AccessNeeds.objects.filter(person=person).first()
    initial = {"text": needs.text, "shared": needs.shared} if needs else {}
    return AccessForm(data, initial=initial)


STEPS: dict[str, Step] = {
    "about": Step(
        "About you",
        "",
        lambda person, data: about_form(person, data, called=person.name),
        lambda person, form, user: services.update_person(person, by=user, **_fields(form)),
    ),
    "skills": Step(
        "What you can do",
        "Choose a level for each: awareness (know what it is), working (with some help), "
        "practitioner (on your own), expert (teach others).",
        _held,
        _save_held,
    ),
    "learn": Step(
        "What you want to learn",
        "Say what you would like to learn, and the level you aim at. "
        "Work that teaches it counts in your favour.",
        _wanted,
        _save_wanted,
    ),
    "when": Step(
        "When and where",
        "",
        _when,
        lambda person, form, user: services.update_person(person, by=user, **_fields(form)),
    ),
    "study": Step(
        "Where you study or research",
        "Only if you would like it to show. A link to your university address confirms it.",
        _study,
        _save_study,
    ),
    "links": Step(
        "Links to your work",
        "",
        lambda person, data: LinksForm(data, initial={"links": "\n".join(person.links)}),
        lambda person, form, user: services.update_person(person, by=user, **_fields(form)),
    ),
    "access": Step(
        "What helps you to work well",
        "Yours alone. It is kept apart from your profile.",
        _access,
        lambda person, form, user: services.set_access_needs(person, by=user, **_fields(form)),
    ),
    "seen": Step(
        "Who may see you",
        "You start hidden. Change this whenever you like.",
        lambda person, data: VisibilityForm(data, initial={"visibility": person.visibility}),
        lambda person, form, user: services.set_visibility(
            person, form.cleaned_data["visibility"], by=user
        ),
    ),
}


def answered(
    request: SignedInRequest, step: str, person: Person | None, form: ChangingForm
) -> bool:
    """Whether one page was good and is saved; the first of them makes the profile."""
    user = request.user
    if person is None:
        return sent(request, form, lambda: services.make_person(user=user, by=user, **form.content))
    mine = Person.objects.select_for_update(of=("self",))
    return sent(
        request,
        form,
        lambda: STEPS[step].save(person, form, user),
        now=lambda: STEPS[step].build(mine.get(pk=person.pk), None),
        beside="address" if step == "study" else None,
    )
