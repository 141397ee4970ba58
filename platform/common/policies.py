"""Who may look: every view of ours names its policy, or says that it is public and why.

A system check refuses to start the site when a view does neither (``common.policy_checks``). What
may be *done* is asked again in services; see each app's ``policies.py``.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

CUSTODIANS = "Custodians"
View = TypeVar("View")
Predicate = Callable[[Any], bool]


class SignedInRequest(HttpRequest):
    """What a view behind :func:`requires` is given, for the type checker: nobody is anonymous.

    The user is of the settings' AUTH_USER_MODEL, which the apps below it do not import.
    """

    user: Any


@dataclass(frozen=True)
class Policy:
    """Who may see a view: a name, the row of the permission matrix, a reason if it is public."""

    name: str
    row: str = ""
    reason: str = ""
    predicate: Predicate | None = None
    hidden: bool = False


def public(reason: str, *, row: str = "") -> Callable[[View], View]:
    """Say that a view is for everyone, and why."""
    if not reason.strip():
        raise ValueError("A public view needs a reason.")
    policy = Policy(name="public", row=row, reason=reason)

    def decorate(view: Any) -> Any:
        if isinstance(view, type):
            _give_dispatch(view, _dispatch_of(view), policy)
        else:
            view.policy = policy
        return view

    return decorate


def requires(
    predicate: Predicate, *, row: str = "", hidden: bool = False
) -> Callable[[View], View]:
    """Let only those in for whom ``predicate(user)`` is true.

    Anonymous visitors go to the sign-in page, whatever the address. Others get 403, or 404 where
    even the existence of the page is nobody's business (``hidden``).
    """
    policy = Policy(
        name=getattr(predicate, "__name__", "predicate"),
        row=row,
        predicate=predicate,
        hidden=hidden,
    )

    def decorate(view: Any) -> Any:
        if isinstance(view, type):
            _guard_class(view, policy)
            return view

        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refusal = _refusal(request, policy)
            return refusal or view(request, *args, **kwargs)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return decorate


def _guard_class(view: type, policy: Policy) -> None:
    inner = _dispatch_of(view)

    @functools.wraps(inner)
    def dispatch(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = _refusal(request, policy)
        return refusal or inner(self, request, *args, **kwargs)

    _give_dispatch(view, dispatch, policy)


def _dispatch_of(view: Any) -> Callable[..., Any]:
    return view.dispatch


def _give_dispatch(view: Any, inner: Callable[..., Any], policy: Policy) -> None:
    """Hang the policy on the class's own ``dispatch``: ``as_view`` copies its attributes."""

    @functools.wraps(inner)
    def dispatch(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return inner(self, request, *args, **kwargs)

    dispatch.policy = policy  # type: ignore[attr-defined]
    view.dispatch = dispatch
    view.policy = policy


def _refusal(request: HttpRequest, policy: Policy) -> HttpResponseBase | None:
    """The sign-in page for strangers, an exception for the wrong people, None for the right."""
    # Imported late: models import policies, and this module wants the user model to be there.
    from django.contrib.auth.views import redirect_to_login

    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    demand(bool(policy.predicate and policy.predicate(request.user)), hidden=policy.hidden)
    return None


def demand(allowed: bool, *, hidden: bool = False) -> None:
    """Go on only if allowed: otherwise Http404 when the thing is hidden, else PermissionDenied."""
    if allowed:
        return
    if hidden:
        raise Http404("We could not find that, or you cannot see it.")
    raise PermissionDenied("You cannot do that.")


def signed_in(user: Any) -> bool:
    """Anybody with an account."""
    return bool(user.is_authenticated)


def is_custodian(user: Any) -> bool:
    """Whether the user runs the Forum: in the group of custodians, or a superuser.

    The answer is kept on the user object for the length of a request.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    if not hasattr(user, "_is_custodian"):
        user._is_custodian = user.groups.filter(name=CUSTODIANS).exists()
    return user._is_custodian
