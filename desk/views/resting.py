"""Putting the Forum to sleep, and waking it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from common import hibernation
from common.models import Hibernation
from common.policies import SignedInRequest, is_custodian, requires
from profiles.views.sending import sent

from ..forms import SleepForm

BEFORE = 5


@requires(is_custodian, row="P162", hidden=True)
def hibernate(request: SignedInRequest) -> HttpResponse:
    """What sleep means, a form to begin it; or, asleep, what stands still and a button to wake."""
    asleep = hibernation.current()
    form = SleepForm(request.POST or None)

    def begin() -> None:
        hibernation.sleep(by=request.user, **form.content)

    if asleep is None and sent(request, form, begin, beside="until"):
        messages.success(request, "The Forum sleeps. Every page says so.")
        return redirect("desk:hibernate")
    return render(
        request,
        "desk/hibernate.html",
        {
            "form": form,
            "sleep": asleep,
            "before": Hibernation.objects.filter(current=None)[:BEFORE],
            "crumbs": [{"title": "The desk", "url": "/desk/"}, {"title": "Sleep and wake"}],
        },
        status=422 if form.is_bound and asleep is None else 200,
    )


@requires(is_custodian, row="P162", hidden=True)
@require_POST
def wake(request: SignedInRequest) -> HttpResponse:
    """Wake it. Pressed twice is once."""
    if hibernation.wake(by=request.user) is None:
        messages.info(request, "It is awake already.")
    else:
        messages.success(request, "The Forum is awake. Every date to answer by has moved on.")
    return redirect("desk:home")
