"""What may be in a DOCX, ODT, PPTX or ODP: a sound archive with text and pictures, and no program."""

import io
import re
import struct
import zipfile
import zlib

from .refused import BROKEN, ENCRYPTED, MACRO, MIXED, SWELLS, Refused

MOST_ENTRIES = 2000
MOST_UNPACKED = 100_000_000
IN_ONE_STEP = 1_000_000
END = b"PK\x05\x06"
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
OFFICE_DOCUMENTS = (
    (b"wordprocessingml.document.main+xml", "word/document.xml", "docx"),
    (b"presentationml.presentation.main+xml", "ppt/presentation.xml", "pptx"),
)
_PROGRAM = re.compile(
    r"(^|/)(vbaproject|vbadata|basic/|scripts/|activex/|embeddings/|macros?/)|\.(exe|dll|js|vbs|jar|class|ps1|bat)$",
    re.IGNORECASE,
)
_REMOTE = re.compile(
    rb"(attachedTemplate|oleObject|frame)[^>]*TargetMode\s*=\s*[\"']External", re.I
)


def inspect_office(content: bytes) -> str:
    """``docx``, ``odt``, ``pptx`` or ``odp``. Raises Refused for anything more than text and pictures."""
    if b"%PDF-" in content[:1024] or b"<script" in content[:1024].lower():
        raise Refused(MIXED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_shape(content, archive)
            return _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError):
        raise Refused(BROKEN) from None
    except RuntimeError:  # how zipfile says that a part wants a password
        raise Refused(ENCRYPTED) from None


def _check_shape(content: bytes, archive: zipfile.ZipFile) -> None:
    """One archive from the first byte to the last, without parts that lie over one another."""
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    if not entries or entries[0].header_offset != 0:
        raise Refused(MIXED)
    if content.rfind(END) != len(content) - 22:
        raise Refused(MIXED)
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise Refused(SWELLS)
    bounds = [*(entry.header_offset for entry in entries[1:]), archive.start_dir]
    for entry, bound in zip(entries, bounds, strict=True):
        if entry.header_offset + 30 + entry.compress_size > bound:
            raise Refused(SWELLS)
        if entry.flag_bits & 0x1:
            raise Refused(ENCRYPTED)
        name = entry.filename
        if name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or ":" in name:
            raise Refused(BROKEN)
        if _PROGRAM.search(name):
            raise Refused(MACRO)
    if len({entry.filename for entry in entries}) != len(entries):
        raise Refused(MIXED)


def _check_parts(archive: zipfile.ZipFile) -> str:
    """Read every part, whatever length it claims, and look at those that say what it is."""
    unpacked = 0
    texts: dict[str, bytes] = {}
    for entry in archive.infolist():
        wanted = entry.filename == "mimetype" or entry.filename.endswith((".xml", ".rels"))
        kept = bytearray()
        with archive.open(entry) as part:
            while step := part.read(IN_ONE_STEP):
                unpacked += len(step)
                if unpacked > MOST_UNPACKED:
                    raise Refused(SWELLS)
                if wanted:
                    kept += step
        if wanted:
            texts[entry.filename] = bytes(kept)
    for name, text in texts.items():
        if b"<!ENTITY" in text:
            raise Refused(SWELLS)
        if name.endswith(".rels") and _REMOTE.search(text):
            raise Refused(MACRO)
    return _which(texts)


def _which(texts: dict[str, bytes]) -> str:
    types = texts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Refused(MACRO)
    for mark, main, extension in OFFICE_DOCUMENTS:
        if mark in types and main in texts:
            return extension
    if extension := OPEN_DOCUMENTS.get(texts.get("mimetype", b"").strip(), ""):
        if "content.xml" not in texts:
            raise Refused(BROKEN)
        if b"encryption-data" in texts.get("META-INF/manifest.xml", b""):
            raise Refused(ENCRYPTED)
        if b"<script:event-listener" in texts["content.xml"]:
            raise Refused(MACRO)
        return extension
    raise Refused("This archive is no document that we know, whatever its name says.")
