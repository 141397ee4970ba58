"""The starter vocabulary that comes with the platform: one CSV file per field of work.

Columns: name, kind, description, aliases, broader, related, esco_exact, esco_close. Several
values in a cell are parted by a semicolon; broader and related hold names of other rows.
"""

import csv
from pathlib import Path

from skills.names import slug_text
from skills.reading.records import Batch, LinkRecord, SkillRecord

SOURCE = "starter"
FOLDER = Path(__file__).resolve().parent.parent / "starter"


def read_starter(folder: Path = FOLDER) -> Batch:
    """All of it. The files are ours and tested, so that a fault in them is an exception."""
    batch = Batch()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), start=2):
                _read_row(row, path.name, number, batch)
    return batch


def _read_row(row: dict[str, str], file: str, line: int, batch: Batch) -> None:
    key = slug_text(row["name"])
    batch.skills.append(
        SkillRecord(
            source=SOURCE,
            key=key,
            name=row["name"],
            kind=row["kind"],
            description=row["description"],
            aliases=tuple(_parts(row["aliases"])),
            uri_exact=row["esco_exact"],
            uri_close=row["esco_close"],
            file=file,
            line=line,
        )
    )
    for kind in ("broader", "related"):
        for target in _parts(row[kind]):
            batch.links.append(LinkRecord(SOURCE, kind, key, slug_text(target), file, line))


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
