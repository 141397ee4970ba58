"""Views say who may see them, and refuse the rest in the right way."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views import View

from common.policies import demand, is_custodian, public, requires, signed_in


@public("A page for everyone.", row="P013")
def open_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@requires(is_custodian, row="P019")
def guarded_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("guarded")


@requires(is_custodian, hidden=True)
class HiddenView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("hidden")


@public("A class for everyone.")
class OpenView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")


class Inheriting(HiddenView):
    """Says nothing itself."""


VIEWS = {
    "open": open_view,
    "guarded": guarded_view,
    "hidden": HiddenView.as_view(),
    "inheriting": Inheriting.as_view(),
    "open class": OpenView.as_view(),
}


def ask(name: str, user: Any) -> Any:
    request = RequestFactory().get("/somewhere/?page=2")
    request.user = user
    try:
        response = VIEWS[name](request)
    except PermissionDenied:
        return 403
    except Http404:
        return 404
    return response.url if response.status_code == 302 else response.status_code


LOGIN = "/accounts/login/?next=/somewhere/%3Fpage%3D2"


@pytest.mark.parametrize(
    ("name", "anonymous", "member", "custodian_"),
    [
        ("open", 200, 200, 200),
        ("guarded", LOGIN, 403, 200),
        ("hidden", LOGIN, 404, 200),
        ("inheriting", LOGIN, 404, 200),
        ("open class", 200, 200, 200),
    ],
)
def test_who_may_see_what(
    name: str, anonymous: Any, member: Any, custodian_: Any, ada: Any, custodian: Any
) -> None:
    asked = [ask(name, user) for user in (AnonymousUser(), ada, custodian)]

    assert asked == [anonymous, member, custodian_]


def test_views_carry_their_policy() -> None:
    assert open_view.policy.name == "public"
    assert (open_view.policy.row, open_view.policy.reason) == ("P013", "A page for everyone.")
    assert (guarded_view.policy.name, guarded_view.policy.row) == ("is_custodian", "P019")
    assert VIEWS["hidden"].policy.hidden
    assert VIEWS["inheriting"].policy.name == "is_custodian"


def test_a_subclass_that_calls_itself_public_stays_guarded(ada: Any) -> None:
    """Loosening a parent's policy takes a new view, not a word on a child."""
    child = public("A mistake.")(type("Child", (HiddenView,), {}))
    VIEWS["child"] = child.as_view()

    assert ask("child", ada) == 404


def test_a_public_view_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        public("  ")


def test_demand() -> None:
    demand(True)
    with pytest.raises(PermissionDenied):
        demand(False)
    with pytest.raises(Http404):
        demand(False, hidden=True)


def test_is_custodian(ada: Any, custodian: Any, make_user: Any) -> None:
    assert is_custodian(custodian)
    assert is_custodian(make_user("Sue", is_superuser=True))
    assert not is_custodian(ada)
    assert not is_custodian(AnonymousUser())
    assert not is_custodian(None)
    assert not is_custodian(make_user("Gone", custodian=True, is_active=False))


def test_signed_in(ada: Any) -> None:
    assert signed_in(ada)
    assert not signed_in(AnonymousUser())
