"""Error pages in plain words: what happened, that nothing was lost, what to do next.

They run no query and need no session, so that they can be shown whatever is broken. The words are
in ``templates/<status>.html``.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from common.database_errors import will_pass
from common.typed import Copy, typed

TITLES = {
    400: "We could not read that request.",
    403: "You cannot see or do this.",
    404: "We could not find that, or you cannot see it.",
    405: "That cannot be done at this address.",
    409: "This changed while you were looking at it.",
    413: "That is too big.",
    422: "That form was already sent.",
    429: "Too many tries.",
    500: "Something broke on our side.",
    503: "The site is busy. Nothing was lost.",
}


def page(
    request: HttpRequest,
    status: int,
    *,
    reason: str = "",
    template: str = "",
    retry_after: int | None = None,
    typed: Sequence[Copy] = (),
    suggestions: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    """The page, or for a machine the JSON, that explains a refusal; ``reason`` says more.

    ``typed`` is shown as copies, so that nobody's words are lost. The template gets no request: a
    request that could not be read must not be read again. ``suggestions`` (title, url) are public
    pages that somebody may have meant.
    """
    if _wants_json(request):
        response: HttpResponse = JsonResponse(
            {"status": status, "title": TITLES[status], "detail": reason}, status=status
        )
        response["Content-Type"] = "application/problem+json"
    else:
        html = render_to_string(
            template or f"{status}.html",
            {"reason": reason, "typed": typed, "suggestions": suggestions},
        )
        response = HttpResponse(html, status=status)
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
    return page(request, 403, reason=_sentence(exception))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: one and the same page for what is missing and for what is hidden."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: never, but in words; 503 when a layer, whichever it was, met a busy or absent database.

    Django calls this while the exception is being handled, and logs it with its traceback.
    """
    if will_pass(sys.exc_info()[1]):
        return page(request, 503, retry_after=5)
    return page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's security token was missing or stale."""
    return page(request, 403, template="403_csrf.html", typed=typed(request))


def _sentence(exception: Any) -> str:
    """The exception's words if they were written for people: one sentence with its full stop."""
    words = str(exception) if exception else ""
    return words if words.endswith(".") and len(words) < 200 else ""
