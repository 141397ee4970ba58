"""The page that helps a custodian to set up the second step at sign-in."""

from django.http import HttpResponse
from django.shortcuts import render

from common.policies import SignedInRequest, is_custodian, requires

from ..middleware import SEEN
from ..queries.second_factor import days_left, has_second_factor


@requires(is_custodian, row="P003", hidden=True)
def second_step(request: SignedInRequest) -> HttpResponse:
    """Why, how, and how long there is still time."""
    left = days_left(request.user)
    if left:
        request.session[SEEN] = True
    return render(
        request,
        "profiles/second_step.html",
        {"left": left, "done": has_second_factor(request.user)},
    )
