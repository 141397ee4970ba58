"""A view that says nothing about who may see it stops the site from starting."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver, include, path
from django.urls.resolvers import RegexPattern
from django.views.generic import RedirectView, TemplateView
from wagtail.views import serve

from common import policy_checks
from common.policies import public


def silent(request: HttpRequest) -> HttpResponse:
    """A view of ours without a policy."""
    return HttpResponse()


silent.__module__ = "common.views"
spoken = public("For the test.")(lambda request: HttpResponse())
spoken.__module__ = "common.views"


class Silent(TemplateView):
    """A class of ours without a policy."""

    __module__ = "common.views"


def found(*entries: Any) -> list[str]:
    resolver = URLResolver(RegexPattern(r"^/"), list(entries))
    return [route for route, _ in policy_checks.views_without_policy(resolver)]


def test_a_silent_view_is_found_at_any_depth() -> None:
    assert found(
        path("a/", silent),
        path("b/", spoken),
        path("c/", include([path("<int:pk>/", Silent.as_view())])),
    ) == ["a/", "c/<int:pk>/"]


def test_a_silent_view_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = URLResolver(RegexPattern(r"^/"), [path("a/", silent)])
    monkeypatch.setattr(policy_checks, "get_resolver", lambda: resolver)

    (error,) = policy_checks.check_policies()

    assert error.id == "common.E001"
    assert error.msg == "The view common.views.silent at /a/ says nothing about who may see it."


def test_an_exempt_prefix_covers_the_views_of_others_only(settings: Any) -> None:
    settings.POLICY_EXEMPT = {"others/": "They guard themselves."}

    assert found(
        path("others/", RedirectView.as_view(url="/")),
        path("others/ours/", silent),
        path("elsewhere/", RedirectView.as_view(url="/")),
    ) == ["others/ours/", "elsewhere/"]


def test_the_empty_prefix_covers_wagtails_pages_only(settings: Any) -> None:
    settings.POLICY_EXEMPT = {"": "Wagtail asks page privacy."}

    assert found(
        path("pages/", serve), path("go/", RedirectView.as_view(url="/")), path("ours/", silent)
    ) == ["go/", "ours/"]


def test_an_exemption_without_a_reason_exempts_nothing(settings: Any) -> None:
    settings.POLICY_EXEMPT = {"others/": ""}

    assert found(path("others/", RedirectView.as_view(url="/"))) == ["others/"]


def test_installed_packages_are_not_ours() -> None:
    ours = policy_checks.our_packages()

    assert {"common", "forum"} <= ours
    assert ours.isdisjoint({"wagtail", "django", "allauth"})


def test_every_view_of_the_site_names_its_policy() -> None:
    assert policy_checks.views_without_policy(get_resolver()) == []
