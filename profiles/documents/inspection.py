"""Which format a file really has, by its content; whatever hides something is refused in words.

Nothing is opened or drawn here: bytes in, a format out. What a file calls itself is never asked.
"""

from dataclasses import dataclass

from .office import inspect_office
from .pdf import inspect_pdf
from .refused import Refused

LARGEST = 5_000_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Format:
    """A format that is let in."""

    extension: str
    media_type: str


PDF = Format("pdf", "application/pdf")
DOCX = Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ODT = Format("odt", "application/vnd.oasis.opendocument.text")
OFFICE = {"docx": DOCX, "odt": ODT}


def inspect(content: bytes) -> Format:
    """The format of a PDF, DOCX or ODT. Raises Refused for anything else, or anything more."""
    if not content:
        raise Refused("This file is empty. Save it again and choose it once more.")
    if len(content) > LARGEST:
        raise Refused("This file is larger than 5 MB. Save it without large pictures.")
    if content.startswith(b"%PDF-"):
        inspect_pdf(content)
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return OFFICE[inspect_office(content)]
    if content.startswith(OLD_OFFICE):
        raise Refused(
            "This is an old Word file, or one with a password. Save it as PDF, DOCX or ODT without one."
        )
    raise Refused("This is not a PDF, DOCX or ODT file, whatever its name says.")
