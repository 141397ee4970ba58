"""The CV: handed in, replaced and taken back by its owner; read by those it was opened to."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.policies import SignedInRequest, demand, requires

from .. import policies, services
from ..choices import Scope
from ..documents import vault
from ..forms import CvForm
from ..models import Curriculum, Person
from .sending import sent


@requires(policies.is_signed_in, row="P044")
def own_cv(request: SignedInRequest) -> HttpResponse:
    """One's own CV, and the form that hands one in."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        messages.info(request, "Begin here: we need a name and a stage first.")
        return redirect("profiles:profile_step", step="about")
    form = CvForm(request.POST or None, request.FILES or None)
    if sent(
        request,
        form,
        lambda: services.set_cv(person, form.cleaned_data["file"].read(), by=request.user),
        beside="file",
    ):
        messages.success(request, "Your CV is saved. The one before is gone.")
        return redirect("profiles:cv")
    return render(
        request,
        "profiles/cv.html",
        {
            "form": form,
            "cv": Curriculum.objects.filter(person=person).first(),
            "person": person,
            "crumbs": [
                {"title": "Your account", "url": "/me/"},
                {"title": "Your profile", "url": "/me/profile/"},
                {"title": "Your CV"},
            ],
        },
        status=422 if form.errors else 200,
    )


@requires(policies.is_signed_in, row="P044")
@require_POST
def remove(request: SignedInRequest) -> HttpResponse:
    """Take one's CV back."""
    person = Person.objects.filter(user=request.user).first()
    demand(person is not None, hidden=True)
    assert person is not None
    services.remove_cv(person, by=request.user)
    messages.success(request, "Your CV is removed.")
    return redirect("profiles:cv")


@requires(policies.is_signed_in, row="P045")
@require_safe
def download(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """The file, to its owner and to those it was opened to; never shown inside the browser."""
    person = get_object_or_404(Person.objects.select_related("user", "cv"), slug=slug)
    demand(policies.may_read_cv(request.user, person), hidden=True)
    try:
        content = vault.read(person.cv.stored)
    except (Curriculum.DoesNotExist, FileNotFoundError):
        raise Http404("We could not find that, or you cannot see it.") from None
    services.note_look(person, viewer=request.user, scopes=frozenset({Scope.CV}))
    response = HttpResponse(content, content_type=person.cv.media_type)
    response["Content-Disposition"] = (
        f'attachment; filename="cv-{person.slug}.{person.cv.extension}"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
