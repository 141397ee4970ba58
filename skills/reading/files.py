"""Opening files, plain or gzipped, and telling from the columns which list each one is."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from skills.reading import ddat, esco
from skills.reading.records import Batch, Problem

FIELD_LIMIT = 1_000_000
_UNDECODED = re.compile("[\ud800-\udfff]")
Reader = Callable[[dict[str, str], str, int, Batch], None]

# (format, columns that give it away, reader of one row)
KNOWN: tuple[tuple[str, frozenset[str], Reader], ...] = (
    ("esco", frozenset({"conceptUri", "preferredLabel", "altLabels"}), esco.read_skill),
    ("esco", frozenset({"conceptUri", "broaderType", "broaderUri"}), esco.read_broader),
    ("esco", frozenset({"originalSkillUri", "relatedSkillUri"}), esco.read_related),
    ("esco", frozenset({"uri", "preferred_label", "alt_labels"}), esco.read_selected),
    ("ddat", frozenset({"skill", "awareness", "working", "expert"}), ddat.read_skill),
)


class UnknownFormat(Exception):
    """The file is not one of the lists we can read; the message says what was expected."""


def read_files(paths: Iterable[Path], *, wanted: str | None = None) -> Batch:
    """Everything the files say. Bad rows become problems; the rest is read.

    Raises UnknownFormat when a file's columns are not those of a known list (of ``wanted``).
    """
    batch = Batch()
    for path in paths:
        _read_file(Path(path), wanted, batch)
    return batch


def _read_file(path: Path, wanted: str | None, batch: Batch) -> None:
    try:
        with _open(path) as lines:
            rows = csv.reader(lines)
            try:
                columns = next(rows, [])
            except csv.Error as error:
                raise UnknownFormat(f"{path.name}: {error}") from error
            read_row = _reader_for(path.name, columns, wanted)
            for line, cells in _rows(rows, path.name, batch):
                if reason := _fault(cells, columns):
                    batch.problems.append(Problem(path.name, line, reason))
                else:
                    row = dict(zip(columns, cells, strict=True))
                    read_row(row, path.name, line, batch)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnknownFormat(f"{path.name}: the gzip file is damaged ({error})") from error


def _open(path: Path) -> io.TextIOBase:
    """Text with undecodable bytes kept as marks, so that one bad row does not end the file."""
    # Closed with the wrapper around it.
    raw = gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # noqa: SIM115
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")


def _reader_for(name: str, columns: list[str], wanted: str | None) -> Reader:
    for known, needed, reader in KNOWN:
        if needed <= set(columns) and wanted in (None, known):
            return reader
    expected = "; ".join(
        f"{known}: {', '.join(sorted(needed))}"
        for known, needed, _ in KNOWN
        if wanted in (None, known)
    )
    shown = ", ".join(column[:40] for column in columns[:8]) or "nothing"
    raise UnknownFormat(
        f"{name}: the first line has the columns {shown}. One of these is needed: {expected}."
    )


def _rows(rows: Iterator[list[str]], name: str, batch: Batch) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(FIELD_LIMIT)
    while True:
        line = rows.line_num + 1  # type: ignore[attr-defined]
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            batch.problems.append(Problem(name, line, f"not readable as CSV: {error}"))
            continue
        if cells:
            yield line, cells


def _fault(cells: list[str], columns: list[str]) -> str:
    if len(cells) != len(columns):
        return f"{len(cells)} cells where the first line has {len(columns)}"
    for cell in cells:
        if "\0" in cell:
            return "a null byte"
        if not cell.isascii() and _UNDECODED.search(cell):
            return "not UTF-8"
    return ""
