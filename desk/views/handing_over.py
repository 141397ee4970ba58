"""The pack for the next custodian: a page to print, and the same as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.policies import SignedInRequest, is_custodian, requires

from .. import handover


@requires(is_custodian, row="P162", hidden=True)
@require_GET
def hand_over(request: SignedInRequest) -> HttpResponse:
    """Everything on one page, as it stands now."""
    return render(
        request,
        "desk/hand_over.html",
        {
            "parts": handover.pack(request.user),
            "today": timezone.localdate(),
            "crumbs": [{"title": "The desk", "url": "/desk/"}, {"title": "Hand over"}],
        },
    )


@requires(is_custodian, row="P162", hidden=True)
@require_GET
def hand_over_file(request: SignedInRequest) -> HttpResponse:
    """The same as text, to keep beside the backup."""
    text = handover.as_markdown(handover.pack(request.user))
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    day = f"{timezone.localdate():%Y-%m-%d}"
    response["Content-Disposition"] = f'attachment; filename="hand-over-{day}.md"'
    return response
