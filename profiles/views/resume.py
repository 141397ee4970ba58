"""A profile taken along as JSON Resume, and one brought in."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.policies import SignedInRequest, demand, requires

from .. import policies, queries, resume, services
from ..forms import ResumeForm, ReviewForm
from ..models import Person
from .sending import sent


@requires(policies.is_signed_in, row="P006")
def export(request: SignedInRequest) -> HttpResponse:
    """One's own profile as a JSON Resume file."""
    person = queries.complete().filter(user=request.user).first()
    demand(person is not None, hidden=True)
    assert person is not None
    written = resume.write(queries.portrait(person, user=request.user))
    return HttpResponse(
        json.dumps(written, ensure_ascii=False, indent=2),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="resume.json"'},
    )


@requires(policies.is_signed_in, row="P038")
def bring_in(request: SignedInRequest) -> HttpResponse:
    """Hand one in, look at what was found, take over what is left standing."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        messages.info(request, "Begin here: we need a name and a stage first.")
        return redirect("profiles:profile_step", step="about")
    own: dict[str, Any] = {
        "chosen": dict(person.held.values_list("skill_id", "level")),
        "wanted": dict(person.wanted.values_list("skill_id", "level")),
    }
    if request.POST.get("action") == "save":
        review = ReviewForm(request.POST, **own)
        if sent(request, review, lambda: _take_over(person, review, request.user)):
            messages.success(request, "Taken over. The file was not kept.")
            return redirect("profiles:profile")
        return _page(request, review, review=True, status=422)
    form = ResumeForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        return _page(request, ReviewForm(found=form.resume, **own), review=True)
    return _page(request, form, status=422 if form.is_bound else 200)


def _take_over(person: Person, form: ReviewForm, user) -> None:
    services.set_skills(person, held=form.levels(), wanted=form.wanted(), by=user)
    said = {name: form.cleaned_data[name] for name in ("summary", "links")}
    services.update_person(person, by=user, **{name: v for name, v in said.items() if v})


def _page(request: SignedInRequest, form, *, review: bool = False, status: int = 200):
    return render(
        request, "profiles/resume_import.html", {"form": form, "review": review}, status=status
    )
