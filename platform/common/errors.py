"""Error pages in plain words: what happened, that nothing was lost, what to do next.

They run no query and need no session, so that they can be shown whatever is broken.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

WORDS = {
    400: (
        "Your browser sent something we could not read",
        "Nothing was saved. Go back, check what you typed or pasted, and send it again.",
    ),
    403: (
        "You cannot do that",
        "Your account does not have this right. If you think it should, ask a custodian.",
    ),
    404: (
        "We could not find that, or you cannot see it",
        "The address may be wrong, the page may have moved, or you may need to sign in first.",
    ),
    409: (
        "This has changed in the meantime",
        "Somebody else, or you in another window, was quicker. Open the page again to see how it "
        "stands now.",
    ),
    413: (
        "That was too big to send",
        "Nothing was saved. Please send less at once.",
    ),
    422: (
        "This form was already sent",
        "We kept what you sent first. Open the form again to send something new.",
    ),
    500: (
        "Something went wrong on our side",
        "It has been noted. Please try again in a few minutes.",
    ),
    503: (
        "The site is very busy",
        "Nothing was lost. Please try again in a moment.",
    ),
}


def page(
    request: HttpRequest, status: int, *, detail: str = "", retry_after: int | None = None
) -> HttpResponse:
    """The page, or for a machine the JSON, that explains a refusal. ``detail`` says more."""
    title, advice = WORDS[status]
    if _wants_json(request):
        response: HttpResponse = JsonResponse(
            {"status": status, "title": title, "detail": detail or advice}, status=status
        )
        response["Content-Type"] = "application/problem+json"
    else:
        context = {"status": status, "title": title, "advice": advice, "detail": detail}
        response = HttpResponse(render_to_string("common/error.html", context), status=status)
    response["Cache-Control"] = "no-store"
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def _wants_json(request: HttpRequest) -> bool:
    wanted = request.META.get("HTTP_ACCEPT", "")
    sent = request.META.get("CONTENT_TYPE", "")
    return "json" in wanted or ("json" in sent and "html" not in wanted)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    return page(request, 403, detail=_sentence(exception))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: one and the same page for what is missing and for what is hidden."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: never, but in words."""
    return page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's security token was missing or stale."""
    return page(
        request,
        403,
        detail="This form had been open too long, or your browser blocks cookies. Go back, reload "
        "the page and send the form again; most browsers keep what you typed.",
    )


def _sentence(exception: Any) -> str:
    """The exception's words if they were written for people: one sentence with its full stop."""
    words = str(exception) if exception else ""
    return words if words.endswith(".") and len(words) < 200 else ""
