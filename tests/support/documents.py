"""Small files of the kinds that people hand in, sound and otherwise, made byte by byte."""

import io
import zipfile
import zlib

TYPES = (
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def pdf(extra: bytes = b"", *, tail: bytes = b"%%EOF\n") -> bytes:
    """A one-page PDF, with more objects if wanted."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
        + extra
        + b"\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n"
        + tail
    )


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    """A deflated stream as an object of a PDF."""
    packed = zlib.compress(content, 9)
    head = b"5 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n" % (dictionary, len(packed))
    return head + packed + b"\nendstream\nendobj\n"


def archive(parts: dict[str, bytes | str], *, comment: bytes = b"") -> bytes:
    """A zip of these parts, in this order."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
        made.comment = comment
    return held.getvalue()


def docx(more: dict[str, bytes | str] | None = None, *, types: str = TYPES) -> bytes:
    """A DOCX with one paragraph."""
    parts = {"[Content_Types].xml": types, "word/document.xml": "<w:document/>", **(more or {})}
    return archive(parts)


def odt(more: dict[str, bytes | str] | None = None) -> bytes:
    """An ODT with one paragraph."""
    return archive({"mimetype": ODT_TYPE, "content.xml": "<office:document/>", **(more or {})})


def encrypted(content: bytes) -> bytes:
    """The same archive with the flag that says every part is encrypted."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := changed.find(mark, start)) >= 0:
            changed[start + place] |= 1
            start += 4
    return bytes(changed)
