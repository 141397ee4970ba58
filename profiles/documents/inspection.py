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
PPTX = Format("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")
ODP = Format("odp", "application/vnd.oasis.opendocument.presentation")
OFFICE = {"docx": DOCX, "odt": ODT}
SLIDES = {"pptx": PPTX, "odp": ODP}


def inspect(content: bytes, *, slides: bool = False) -> Format:
    """The format of a PDF, DOCX or ODT, with ``slides`` also of a PPTX or ODP.

    Raises Refused for anything else, or anything more.
    """
    known = OFFICE | SLIDES if slides else OFFICE
    words = "PDF, DOCX, ODT, PPTX or ODP" if slides else "PDF, DOCX or ODT"
    if not content:
        raise Refused("This file is empty. Save it again and choose it once more.")
    if len(content) > LARGEST:
        raise Refused("This file is larger than 5 MB. Save it without large pictures.")
    if content.startswith(b"%PDF-"):
        inspect_pdf(content)
        return PDF
    if content.startswith(b"PK\x03\x04"):
        found = inspect_office(content)
        if found not in known:
            raise Refused(f"These are slides, not a {words} file. Save them as PDF.")
        return known[found]
    if content.startswith(OLD_OFFICE):
        raise Refused(
            f"This is an old Office file, or one with a password. Save it as {words} without one."
        )
    raise Refused(f"This is not a {words} file, whatever its name says.")
