"""Custodians sign in with a second step, and sign in again after a while.

Without a second step, after three days, no other door opens.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from common import errors
from common.policies import SignedInRequest, is_custodian

from . import sessions
from .queries.second_factor import days_left, has_second_factor, is_exempt

SEEN = "second_step_shown"
FILES_AND_HEALTH = ("/static/", "/media/", "/health/")
OPEN_DOORS = ("/accounts/", *FILES_AND_HEALTH)


class CustodianSessions:
    """Ends a custodian's session that nobody has used for a while, or that is too old.

    The account's own pages are no exception: whoever finds the computer must not change the
    password there. What was typed into a form is shown again, to be copied.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.CUSTODIAN_IDLE_SECONDS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: SignedInRequest) -> HttpResponse:
        if request.path_info.startswith(FILES_AND_HEALTH) or not is_custodian(request.user):
            return self.get_response(request)
        if not sessions.is_over(request.session):
            sessions.note(request.session)
            return self.get_response(request)
        logout(request)
        if request.method not in ("GET", "HEAD"):
            return errors.csrf_failure(request)
        messages.info(request, "You were signed out, since a custodian's session ends by itself.")
        return redirect_to_login(request.get_full_path())


class CustodianSecondFactor:
    """Leads a custodian without a second step to the page that helps to set one up.

    Within the first three days they see it once a session and may go on; then nothing but that page,
    the account and signing out is there for them. The days count from when they were made a
    custodian, so signing out, another browser or leaving the group and coming back wins no time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.CUSTODIANS_NEED_SECOND_FACTOR:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: SignedInRequest) -> HttpResponse:
        here = reverse("profiles:second_step")
        if request.path_info.startswith((*OPEN_DOORS, here)) or not self._lacks(request.user):
            return self.get_response(request)
        if days_left(request.user) > 0 and request.session.get(SEEN):
            return self.get_response(request)
        return redirect(here)

    def _lacks(self, user: Any) -> bool:
        return is_custodian(user) and not has_second_factor(user) and not is_exempt(user)
