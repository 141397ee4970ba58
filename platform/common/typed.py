"""What somebody typed into a form that could not be taken: shown again as copies, never used.

Never a password, code or token, and never a file: an error page may be read over a shoulder.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError

MOST_FIELDS = 60
SECRET = re.compile(
    r"pass(word|phrase|key)|token|secret|credential|(^|[_-])(code|codes|key|otp|pin|next|assertion)\d*$",
    re.IGNORECASE,
)
_UNREADABLE = (
    *(RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent),
    *(MultiPartParserError, RawPostDataException, UnreadablePostError),
)


@dataclass(frozen=True)
class Copy:
    """One answer: what its field is called, in words, and the text."""

    label: str
    text: str

    @property
    def rows(self) -> int:
        """How tall a box shows most of it."""
        return min(max(2, self.text.count("\n") + 1, len(self.text) // 70 + 1), 16)


def typed(request: HttpRequest) -> list[Copy]:
    """Copies of what was posted, without what is secret; empty where it cannot be read.

    Ticks and choices are numbers to a reader and are left out. The page editor sends its own
    machine's words, and keeps drafts.
    """
    if request.method != "POST" or request.path_info.startswith(settings.ADMIN_PREFIX):
        return []
    try:
        posted = list(request.POST.lists())
    except _UNREADABLE:
        return []
    return [
        Copy(_in_words(name), text)
        for name, values in posted
        if not SECRET.search(name)
        for text in values
        if any(letter.isalpha() for letter in text)
    ][:MOST_FIELDS]


def _in_words(name: str) -> str:
    return re.sub(r"[_\-\s]+", " ", name).strip().capitalize()[:80]
