"""One's own profile: the whole of it on one page, each part of it on a page of its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from common.policies import SignedInRequest, demand, requires

from .. import policies, queries, services
from ..forms import SkillLevelsForm
from ..models import Person
from .steps import STEPS, about_form, answered


@requires(policies.is_signed_in, row="P038")
def profile(request: SignedInRequest) -> HttpResponse:
    """All that one has said, and what more would change something."""
    person = queries.complete().filter(user=request.user).first()
    if person is None:
        return redirect("profiles:profile_step", step="about")
    return render(
        request,
        "profiles/profile.html",
        {
            "person": person,
            "seen": queries.portrait(person, user=request.user),
            "improvements": queries.improvements(person),
            "crumbs": [{"title": "Your account", "url": "/me/"}, {"title": "Your profile"}],
        },
    )


@requires(policies.is_signed_in, row="P038")
def profile_step(request: SignedInRequest, step: str) -> HttpResponse:
    """One part of the profile: shown, checked, saved."""
    if step not in STEPS:
        raise Http404
    person = Person.objects.select_related("user", "district").filter(user=request.user).first()
    if person is None and step != "about":
        messages.info(request, "Begin here: we need a name and a stage first.")
        return redirect("profiles:profile_step", step="about")
    data = request.POST if request.method == "POST" else None
    form = (
        STEPS[step].build(person, data)
        if person
        else about_form(None, data, called=request.user.name)
    )
    asked = isinstance(form, SkillLevelsForm) and form.is_bound and form.wants_suggestions
    if not asked and answered(request, step, person, form):
        messages.success(request, "Saved.")
        return redirect("profiles:profile")
    return render(
        request,
        "profiles/profile_step.html",
        {
            "form": form,
            "step": step,
            "title": STEPS[step].title,
            "lede": STEPS[step].lede,
            "person": person,
            "asked": asked,
            "pictures": queries.pictures(person) if step == "seen" and person else [],
        },
        status=200 if asked else form.status,
    )


@requires(policies.is_signed_in, row="P038")
def affiliation_confirmed(request: SignedInRequest, token: str) -> HttpResponse:
    """The link from the mail: asked once more, because mail programs open links by themselves."""
    if request.method != "POST":
        return render(request, "profiles/affiliation_confirm.html", {})
    try:
        person = services.confirm_affiliation(token, by=request.user)
    except PermissionDenied:
        raise Http404 from None
    except services.CannotConfirm as why:
        messages.error(request, str(why))
        return redirect("profiles:profile_step", step="study")
    messages.success(request, f"{person.affiliation} is confirmed.")
    return redirect("profiles:profile")


VIEWERS = {
    "matched": "A matched host",
    "introduced": "A host you said yes to",
    "members": "A member",
    "anyone": "Anyone",
}


@requires(policies.is_signed_in, row="P038")
def view_as(request: SignedInRequest, viewer: str) -> HttpResponse:
    """One's own profile as somebody else sees it, by the same rules that they are shown it by."""
    person = queries.complete().filter(user=request.user).first()
    if viewer not in VIEWERS or person is None:
        raise Http404
    return render(
        request,
        "profiles/view_as.html",
        {
            "person": person,
            "viewer": viewer,
            "label": VIEWERS[viewer],
            "viewers": [
                {"title": label, "url": f"/me/profile/as/{name}/", "current": name == viewer}
                for name, label in VIEWERS.items()
            ],
            **queries.seen_as(person, viewer),
            "crumbs": [
                {"title": "Your account", "url": "/me/"},
                {"title": "Your profile", "url": "/me/profile/"},
                {"title": "As others see you"},
            ],
        },
    )


@requires(policies.is_signed_in, row="P163")
def who_sees_me(request: SignedInRequest) -> HttpResponse:
    """Who could see me because of something between us, until when, and who did."""
    person = Person.objects.filter(user=request.user).first()
    open_now, ended = queries.openings_of(person) if person else ([], [])
    return render(
        request,
        "profiles/who_sees_me.html",
        {
            "person": person,
            "open_now": open_now,
            "ended": ended,
            "looks": queries.who_looked(person) if person else [],
            "crumbs": [{"title": "Your account", "url": "/me/"}, {"title": "Who sees you"}],
        },
    )


@requires(policies.is_signed_in, row="P038")
@require_POST
def kept_text(request: SignedInRequest) -> HttpResponse:
    """Throw away the text that one chose to keep."""
    person = Person.objects.filter(user=request.user).first()
    demand(person is not None, hidden=True)
    assert person is not None
    services.keep_text(person, "", by=request.user)
    messages.success(request, "Thrown away.")
    return redirect("profiles:profile")
