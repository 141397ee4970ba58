"""Reading a raw request strictly: NUL, broken encodings, bombs.

Django is lenient: it puts U+FFFD where bytes cannot be decoded and lets NUL through to a database
that refuses it. Here the first such thing raises :class:`Refused`, before any view or query runs.
"""

import json
import re
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from common.text import has_controls, has_line_break, has_unreadable

MOST_FIELDS = 500
MOST_FILES = 5
DEEPEST_JSON = 30
REPLACEMENT = "\ufffd"
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NUL_IN_FILE_NAME = re.compile(rb'filename="[^"\r\n]*\x00')
_JSON_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


class Refused(Exception):
    """A request that is not let in: the status to answer with and a sentence for people."""

    def __init__(self, status: int, words: str) -> None:
        self.status = status
        self.words = words
        super().__init__(words)


def check_bytes(raw: bytes, where: str) -> str:
    """Decode UTF-8 strictly; over-long forms, half characters and NUL are refused."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, f"Some characters in {where} could not be read.") from None
    if "\x00" in text:
        raise Refused(400, f"There is a character in {where} that cannot be stored.")
    return text


def check_address(request: HttpRequest) -> None:
    """The path and the query string."""
    # Django has already written bytes that it could not decode back as %XX: decode once more.
    check_bytes(unquote_to_bytes(request.path_info), "the address")
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    check_pairs(query, "the address", most=MOST_FIELDS)


def drop_unreadable_cookies(request: HttpRequest) -> None:
    """Forget cookies with control characters, which a quoted cookie may hide as octal numbers.

    Dropped, not refused: somebody whose browser keeps one would be shut out of every page.
    """
    for name, value in list(request.COOKIES.items()):
        if has_controls(name + value) or has_line_break(value):
            del request.COOKIES[name]


def check_pairs(raw: bytes, where: str, *, most: int | None) -> None:
    """A query string or a urlencoded form, before it is parsed."""
    if most is not None and raw.count(b"&") >= most:
        raise Refused(413, f"There are more than {most} fields in {where}.")
    text = check_bytes(unquote_to_bytes(raw.replace(b"+", b" ")), where)
    if _JSON_ESCAPE.search(text):
        for pair in raw.split(b"&"):
            value = unquote_to_bytes(pair.partition(b"=")[2].replace(b"+", b" "))
            check_inner_json(value.decode("utf-8"), where)


def check_inner_json(value: str, where: str) -> None:
    """A form field that holds JSON (as the page editor's do) may hide NUL as an escape."""
    if value.lstrip()[:1] in ("{", "[", '"') and _JSON_ESCAPE.search(value):
        try:
            _walk(json.loads(value), where)
        except (ValueError, RecursionError):
            return


def check_json(raw: bytes) -> None:
    """A JSON body: readable, finite numbers, not too deep."""
    where = "what was sent"
    check_bytes(raw, where)
    depth = 0
    for bracket in re.findall(rb"[\[\]{}]", _JSON_STRING.sub(b"", raw)):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST_JSON:
            raise Refused(400, f"What was sent is nested deeper than {DEEPEST_JSON} levels.")
    try:
        _walk(json.loads(raw, parse_constant=_no_such_number), where)
    except (ValueError, RecursionError):
        raise Refused(400, "What was sent is not valid JSON.") from None


def _no_such_number(name: str) -> None:
    raise ValueError(name)


def _walk(value: Any, where: str) -> None:
    if isinstance(value, str):
        if has_unreadable(value):
            raise Refused(400, f"There is a character in {where} that cannot be stored.")
    elif isinstance(value, dict):
        for name, item in value.items():
            _walk(name, where)
            _walk(item, where)
    elif isinstance(value, list):
        for item in value:
            _walk(item, where)


def check_multipart(request: HttpRequest, *, raw: bytes | None, limited: bool) -> None:
    """Fields, file names and their number in a multipart form.

    With ``raw`` (small bodies) a U+FFFD that the sender typed is told from one that Django put in.
    """
    try:
        fields, files = request.POST, request.FILES
    except (MultiPartParserError, UnreadablePostError):
        raise Refused(400, "The upload did not finish. Please try again.") from None
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise Refused(413, "More was sent at once than this site takes.") from None
    where = "the form"
    if raw is not None and _NUL_IN_FILE_NAME.search(raw):
        raise Refused(400, "There is a character in a file's name that cannot be stored.")
    typed = raw is not None and REPLACEMENT.encode() in raw
    count = 0
    for name, values in fields.lists():
        for text in (name, *values):
            count += 1
            _check_text(text, where, typed=typed)
            check_inner_json(text, where)
    uploads = [upload for _, values in files.lists() for upload in values]
    for name in files:
        _check_text(name, where, typed=typed)
    for upload in uploads:
        _check_text(upload.name or "", "a file's name", typed=typed)
    if limited and (count > 2 * MOST_FIELDS or len(uploads) > MOST_FILES):
        raise Refused(413, f"A form here has at most {MOST_FIELDS} fields and {MOST_FILES} files.")


def check_text_size(request: HttpRequest, most: int) -> None:
    """Room for a file is room for nothing else: what is typed has the size it has elsewhere."""
    if sum(len(name) + len(text) for name, texts in request.POST.lists() for text in texts) > most:
        raise Refused(413, "More was typed than this site takes at once.")


def _check_text(text: str, where: str, *, typed: bool) -> None:
    if has_unreadable(text):
        raise Refused(400, f"There is a character in {where} that cannot be stored.")
    if REPLACEMENT in text and not typed:
        raise Refused(400, f"Some characters in {where} could not be read.")
