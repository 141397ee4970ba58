"""Signing out everywhere: every browser, this one too."""

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from common.policies import SignedInRequest, requires

from .. import policies


@requires(policies.is_signed_in, row="P005", hidden=True)
@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    """End every session of mine."""
    for session in UserSession.objects.filter(user=request.user):
        if session.session_key != request.session.session_key:
            session.end()
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")
