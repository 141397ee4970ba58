"""The door of the site: what is let in, what headers go out, and how refusals are put in words."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError

from common import errors, gate
from common.hibernation import Asleep
from common.idempotency import KeyReused
from common.states import IllegalMove
from common.typed import typed

GetResponse = Callable[[HttpRequest], HttpResponse]

BODY_LIMIT = 1_000_000
UPLOAD_LIMIT = 6_000_000
WRITING_LIMIT = 2_500_000
"""Of forms with many long boxes: each box has a far smaller limit, and says so beside what was typed."""
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "browsing-topics", "camera", "display-capture",
        "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment",
        "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


def most_bytes(request: HttpRequest) -> int:
    """How large a body may be: more in the page editor and where uploads are taken, for members.

    Nobody has been signed in yet, so a cookie of a session is what is looked at: without one there
    is nothing to hand in, and nothing of it reaches the disk.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return _written(request)
    if request.path_info.startswith(settings.ADMIN_PREFIX):
        return settings.WAGTAILDOCS_MAX_UPLOAD_SIZE + BODY_LIMIT
    if request.path_info.startswith(tuple(getattr(settings, "FORUM_UPLOAD_PREFIXES", ()))):
        return UPLOAD_LIMIT
    if request.content_type == "multipart/form-data" and any(
        re.fullmatch(pattern, request.path_info)
        for pattern in getattr(settings, "FORUM_UPLOAD_FORMS", ())
    ):
        return UPLOAD_LIMIT
    return _written(request)


def _written(request: HttpRequest) -> int:
    patterns = getattr(settings, "FORUM_WRITING_FORMS", ())
    long = any(re.fullmatch(pattern, request.path_info) for pattern in patterns)
    return WRITING_LIMIT if long else BODY_LIMIT


class InputGate:
    """Refuses what no part of the site could read or store, for every method, before any query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            gate.check_address(request)
            gate.drop_unreadable_cookies(request)
            self._check_body(request)
        except gate.Refused as refused:
            return self._refuse(request, refused.status, refused.words)
        except (UnreadablePostError, RawPostDataException):
            return self._refuse(request, 400, "What you sent did not arrive whole.")
        return self.get_response(request)

    def _check_body(self, request: HttpRequest) -> None:
        length = _length(request)
        if not length:
            return
        most = most_bytes(request)
        # A form with a small file, or with none, is read as strictly as any other.
        limited = most in (BODY_LIMIT, WRITING_LIMIT) or (
            most == UPLOAD_LIMIT and length <= BODY_LIMIT
        )
        if length > most:
            raise gate.Refused(413, f"At most {most / 1_000_000:g} MB can be sent here at once.")
        kind = (request.content_type or "").lower()
        charset = (request.content_params or {}).get("charset", "utf-8").lower().strip("\"'")
        if charset not in ("utf-8", "utf8", "us-ascii") and kind != "application/octet-stream":
            raise gate.Refused(400, "What was sent is not in UTF-8.")
        if kind == "multipart/form-data":
            raw = request.body if limited else None
            gate.check_multipart(request, raw=raw, limited=limited)
            if most == UPLOAD_LIMIT:
                gate.check_text_size(request, BODY_LIMIT)
        elif length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise gate.Refused(413, "More was sent at once than this site takes.")
        elif kind == "application/x-www-form-urlencoded":
            gate.check_pairs(request.body, "the form", most=gate.MOST_FIELDS if limited else None)
        elif kind == "application/json" or kind.endswith("+json"):
            gate.check_json(request.body)
        elif kind.startswith("text/") or not kind:
            gate.check_bytes(request.body, "what was sent")

    def _refuse(self, request: HttpRequest, status: int, words: str) -> HttpResponse:
        response = errors.page(request, status, reason=words)
        # The policy's own middleware stands further in and does not see this answer.
        response["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
        response["X-Frame-Options"] = "DENY"
        return response


def _length(request: HttpRequest) -> int:
    try:
        return max(int(request.META.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        raise gate.Refused(400, "What you sent did not say how long it is.") from None


class SecurityHeaders:
    """Permissions policy everywhere, the editor's own content policy, no caching when signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path_info.startswith(settings.ADMIN_PREFIX):
            response.headers.setdefault(
                "Content-Security-Policy", settings.ADMIN_CONTENT_SECURITY_POLICY
            )
        if _is_personal(request, response):
            response["Cache-Control"] = "private, no-store"
        return response


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a shared computer or a cache must not keep this: all that is made within a session."""
    name = settings.SESSION_COOKIE_NAME
    if name not in request.COOKIES and name not in response.cookies:
        return False
    return not request.path_info.startswith((settings.STATIC_URL, settings.MEDIA_URL))


class DomainErrors:
    """Answers the exceptions that verbs raise: moved already, sent already.

    A busy database is answered by ``errors.server_error``, since any layer may meet it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            said = errors.page(request, 405)
            said["Allow"] = response.get("Allow", "")
            return said
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page in words for a refusal of the domain, None for anything unexpected."""
        if isinstance(exception, KeyReused):
            return errors.page(request, 422, reason=str(exception), typed=typed(request))
        if isinstance(exception, Asleep):
            return errors.page(
                request, 409, reason=str(exception), template="asleep.html", typed=typed(request)
            )
        if isinstance(exception, IllegalMove):
            return errors.page(request, 409, reason=str(exception), typed=typed(request))
        return None
