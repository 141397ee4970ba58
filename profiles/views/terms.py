"""The terms: every version of them for everybody, and one's own yes to the newest."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.policies import SignedInRequest, public, requires

from .. import policies, services
from ..choices import AgreedTo, HowAgreed
from ..forms import AgreeForm
from ..terms import CURRENT, VERSIONS
from .sending import sent


@public("Whoever agrees to terms must be able to read them first.")
@require_safe
def terms(request: HttpRequest, version: str = CURRENT) -> HttpResponse:
    """A version of the terms, with the way to the others."""
    if version not in VERSIONS:
        raise Http404
    return render(
        request,
        "profiles/terms.html",
        {
            "text": f"profiles/terms/{version}.html",
            "version": version,
            "current": CURRENT,
            "others": [other for other in reversed(VERSIONS) if other != version],
            "crumbs": [{"title": "Terms"}],
        },
    )


@requires(policies.is_signed_in, row="P002")
def agree(request: SignedInRequest) -> HttpResponse:
    """Asked once of everybody when a new version comes, after signing in."""
    form = AgreeForm(request.POST or None)
    if sent(
        request,
        form,
        lambda: services.agree(request.user, AgreedTo.TERMS, how=HowAgreed.ASKED),
    ):
        messages.success(request, "Thank you. We have noted that you agree.")
        return redirect("desk:me")
    return render(
        request,
        "profiles/agree.html",
        {
            "form": form,
            "text": f"profiles/terms/{CURRENT}.html",
            "agreed": services.has_agreed(request.user),
            "crumbs": [{"title": "Your account", "url": "/me/"}, {"title": "Terms"}],
        },
        status=422 if form.is_bound else 200,
    )
