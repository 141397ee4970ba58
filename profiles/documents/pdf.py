"""What may be in a PDF: text and pictures; no password, no program, no other file inside."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from .refused import BROKEN, ENCRYPTED, MACRO, MIXED, SWELLS, Refused

MOST_UNPACKED = 150_000_000
IN_ONE_STEP = 1_000_000
TAIL = 1024
LONGEST_DICTIONARY = 4000
_OBJECT = re.compile(rb"\d\s+obj\b")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)(?![A-Za-z0-9])"
)
_ENCRYPT = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_ODD = re.compile(rb"/(?:Predictor|ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode|Crypt)")
_MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?php)", re.IGNORECASE)


def inspect_pdf(content: bytes) -> None:
    """Raises Refused for a polyglot, a password, a program, an attachment, a bomb, a torso."""
    if _MARKUP.search(content[:TAIL]) or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(MIXED)
    end = content.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in content or not _OBJECT.search(content):
        raise Refused(BROKEN)
    if len(content[end + 5 :].strip(b"\r\n\t \x00")) > 0:
        raise Refused(MIXED)
    outside = bytearray()
    place = unpacked = 0
    for start, stop, dictionary in _streams(content):
        outside += content[place:start]
        place = stop
        deflated = b"FlateDecode" in dictionary
        if b"ObjStm" in dictionary:
            if _ODD.search(dictionary) or (not deflated and b"/Filter" in dictionary):
                raise Refused(BROKEN)  # objects packed so that we could not look at them
            if not deflated:
                _check_names(content[start:stop])
        if deflated:
            kept = b"ObjStm" in dictionary
            unpacked += _look_inside(content[start:stop], unpacked, keep=kept)
    outside += content[place:]
    _check_names(bytes(outside))


def _streams(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(start, end, dictionary) of each stream."""
    place = 0
    while (opening := _STREAM.search(content, place)) is not None:
        stop = content.find(b"endstream", opening.end())
        if stop < 0:
            raise Refused(BROKEN)
        yield opening.end(), stop, _plain(_dictionary(content, opening.start()))
        place = stop + 9


def _dictionary(content: bytes, start: int) -> bytes:
    """The dictionary before a stream: from its object's beginning."""
    since = max(start - LONGEST_DICTIONARY, 0)
    return content[max(content.rfind(b"obj", since, start), since) : start]


def _look_inside(packed: bytes, before: int, *, keep: bool) -> int:
    """Unpack one stream in steps; how long it is. Objects kept in a stream are looked at."""
    machine = zlib.decompressobj()
    length, kept, rest = 0, bytearray(), packed
    while rest:
        try:
            step = machine.decompress(rest, IN_ONE_STEP)
        except zlib.error:
            if keep:
                raise Refused(BROKEN) from None
            break  # a stream with several filters, or a damaged picture: a reader's business
        rest = machine.unconsumed_tail
        length += len(step)
        if before + length > MOST_UNPACKED:
            raise Refused(SWELLS)
        if keep:
            kept += step
        if machine.eof or not (step or rest):
            break
    if keep:
        _check_names(bytes(kept))
    return length


def _check_names(text: bytes) -> None:
    text = _plain(text)
    if _ENCRYPT.search(text):
        raise Refused(ENCRYPTED)
    if _ACTIVE.search(text):
        raise Refused(MACRO)


def _plain(text: bytes) -> bytes:
    """Names as they are read: a # and two digits stand for a letter."""
    return _ESCAPED.sub(lambda found: bytes([int(found.group(1), 16)]), text)
