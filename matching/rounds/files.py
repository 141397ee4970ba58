"""A round from two CSV files, and its result as files: for a university that has no rows here.

Nothing is asked of the database. What is wrong in a file is said with its line, all of it at once.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common.spreadsheets import safe_cell

if TYPE_CHECKING:
    from ..engine.rounds import Round, Rules, Settlement

MOST_LINES = 100_000
MOST_BYTES = 100_000_000
MOST_SAID = 30
APPLICANTS = {"applicant": True, "choices": True, "groups": False}
PLACEMENTS = {
    "placement": True,
    "organisation": True,
    "seats": False,
    "least": False,
    "tiers": False,
    "supervisor": False,
    "organisation_quota": False,
    "supervisor_quota": False,
    "district": False,
}
NOBODY = "-"
"""In the column of tiers: this host takes nobody. Left empty, it takes anybody."""


class BadFile(ValueError):
    """What is wrong in the files: sentences, each with its file and line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = len(problems) - MOST_SAID
        shown = [*problems[:MOST_SAID], *([f"and {more} more."] if more > 0 else [])]
        super().__init__("\n".join(shown))


@dataclass(frozen=True)
class Line:
    """One row of a file: its number, and the cells by the names of their columns."""

    file: str
    number: int
    cells: Mapping[str, str]

    def says(self, what: str) -> str:
        """A sentence about this line."""
        return f"{self.file}, line {self.number}: {what}"


def read_round(applicants: Path, placements: Path) -> "Round":
    """The round that two files describe. Raises :class:`BadFile` with everything that is wrong."""
    from ..engine import rounds

    problems: list[str] = []
    people = _lines(applicants, APPLICANTS, problems)
    places = _lines(placements, PLACEMENTS, problems)
    if problems:
        raise BadFile(problems)
    who = _keys(people, "applicant", problems)
    where = _keys(places, "placement", problems)
    hosts: dict[str, tuple[int | None, int]] = {}
    supervisors: dict[str, tuple[str, int | None, int]] = {}
    rows, made = [], []
    for line in places:
        organisation = line.cells["organisation"]
        if not organisation:
            problems.append(line.says("the organisation is missing."))
        quota = _number(line, "organisation_quota", None, problems)
        _same(hosts, organisation, quota, line, "organisation_quota", problems)
        supervisor = line.cells["supervisor"] or None
        if supervisor:
            limit = _number(line, "supervisor_quota", None, problems)
            known = supervisors.setdefault(supervisor, (organisation, limit, line.number))
            if known[0] != organisation:
                problems.append(
                    line.says(f"supervisor {supervisor} is of {known[0]} on line {known[2]}.")
                )
            elif known[1] != limit:
                problems.append(
                    line.says(f"supervisor_quota of {supervisor} differs from line {known[2]}.")
                )
        rows.append(
            rounds.Placement(
                key=line.cells["placement"],
                organisation=organisation,
                seats=_number(line, "seats", 1, problems) or 1,
                least=_number(line, "least", 1, problems) or 1,
                supervisor=supervisor,
                district=line.cells["district"],
                tiers=_tiers(line, who, problems),
            )
        )
    for line in people:
        groups = frozenset(part.strip() for part in line.cells["groups"].split(";") if part.strip())
        choices = _groups(line, "choices", where, "placement", problems)
        made.append(rounds.Applicant(key=line.cells["applicant"], choices=choices, groups=groups))
    if problems:
        raise BadFile(problems)
    return rounds.Round(
        applicants=tuple(made),
        placements=tuple(rows),
        organisations=tuple(
            rounds.Organisation(key=key, quota=quota) for key, (quota, _) in hosts.items()
        ),
        supervisors=tuple(
            rounds.Supervisor(key=key, quota=limit) for key, (_, limit, _) in supervisors.items()
        ),
    )


def _lines(path: Path, columns: Mapping[str, bool], problems: list[str]) -> list[Line]:
    name = path.name
    try:
        if path.stat().st_size > MOST_BYTES:
            problems.append(f"{name}: the file is larger than {MOST_BYTES // 1_000_000} MB.")
            return []
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.append(f"{name}: it cannot be read ({error.strerror}).")
        return []
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.append(f"{name}, line {line}: this is not UTF-8. Save it as “CSV UTF-8”.")
        return []
    if "\0" in text:
        number = text[: text.index("\0")].count("\n") + 1
        problems.append(f"{name}, line {number}: there is a character that no text holds.")
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _read(reader, name, columns, problems)
    except csv.Error as error:
        problems.append(f"{name}, line {reader.line_num}: this is not CSV ({error}).")
        return []


def _read(reader: Any, name: str, columns: Mapping[str, bool], problems: list[str]) -> list[Line]:
    header = [cell.strip().lower() for cell in next(reader, [])]
    if not any(header):
        problems.append(f"{name}, line 1: the names of the columns are missing.")
        return []
    for column in header:
        if column not in columns:
            problems.append(
                f"{name}, line 1: “{column}” is no column. Known: {', '.join(columns)}."
            )
        elif header.count(column) > 1:
            problems.append(f"{name}, line 1: “{column}” stands twice.")
    for column, needed in columns.items():
        if needed and column not in header:
            problems.append(f"{name}, line 1: the column “{column}” is missing.")
    if problems:
        return []
    lines: list[Line] = []
    start = reader.line_num + 1
    for cells in reader:
        number, start = start, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.append(
                f"{name}, line {number}: it has {len(cells)} cells, the first line has {len(header)}."
            )
            continue
        found = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        lines.append(Line(name, number, {column: found.get(column, "") for column in columns}))
        if len(lines) > MOST_LINES:
            problems.append(f"{name}: there are more than {MOST_LINES} lines.")
            break
    return lines


def _keys(lines: list[Line], column: str, problems: list[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for line in lines:
        key = line.cells[column]
        if not key:
            problems.append(line.says(f"the {column} is missing."))
        elif any(mark in key for mark in ";="):
            problems.append(line.says(f"{key!r} holds ; or =, which part the items of lists."))
        elif key in known:
            problems.append(line.says(f"{column} {key} stands on line {known[key]} already."))
        else:
            known[key] = line.number
    return known


def _number(line: Line, column: str, usual: int | None, problems: list[str]) -> int | None:
    cell = line.cells[column]
    if not cell:
        return usual
    if (
        not (cell.isascii() and cell.isdigit())
        or not 1 <= int(cell[:9]) <= 1_000_000
        or len(cell) > 7
    ):
        problems.append(line.says(f"{column} is a whole number from 1 on, not {cell[:40]!r}."))
        return usual
    return int(cell)


def _same(known, key: str, value: Any, line: Line, column: str, problems: list[str]) -> None:
    first = known.setdefault(key, (value, line.number))
    if first[0] != value:
        problems.append(line.says(f"{column} of {key} differs from line {first[1]}."))


def _groups(
    line: Line, column: str, known: Mapping[str, int], what: str, problems: list[str]
) -> tuple[tuple[str, ...], ...]:
    """A list, best first: items parted by ";", equals by "="."""
    groups, seen = [], set()
    for part in line.cells[column].split(";"):
        if not part.strip():
            continue
        group = [key.strip() for key in part.split("=")]
        for key in group:
            if key not in known:
                problems.append(line.says(f"{column} names {what} {key!r}, which is in no line."))
            elif key in seen:
                problems.append(line.says(f"{column} names {key} twice."))
            seen.add(key)
        groups.append(tuple(group))
    return tuple(groups)


def _tiers(
    line: Line, known: Mapping[str, int], problems: list[str]
) -> tuple[tuple[str, ...], ...] | None:
    cell = line.cells["tiers"]
    if not cell:
        return None
    return () if cell == NOBODY else _groups(line, "tiers", known, "applicant", problems)


def write_result(
    folder: Path, facts: "Round", rules: "Rules", settlement: "Settlement"
) -> list[str]:
    """Put the instance and three tables into a folder; the names of the files.

    A file appears whole or not at all, so that whoever stops this finds no half of one.
    """
    from ..engine import rounds
    from ..words.round_mails import reason_in_short

    folder.mkdir(parents=True, exist_ok=True)
    document = rounds.round_to_json(facts, rules=rules, settlement=settlement)
    seats = [
        [
            seat.applicant,
            seat.placement,
            seat.choice or "",
            "given before" if seat.allocated else "",
        ]
        for seat in settlement.seats
    ]
    seats += [[row.applicant, "", "", reason_in_short(row.kind)] for row in settlement.unplaced]
    empty = {row.placement: row for row in settlement.empty}
    filled: dict[str, int] = {}
    for seat in settlement.seats:
        filled[seat.placement] = filled.get(seat.placement, 0) + 1
    places = [
        [
            row.key,
            row.organisation,
            row.seats,
            filled.get(row.key, 0),
            empty[row.key].kind.replace("_", " ") if row.key in empty else "",
        ]
        for row in facts.placements
    ]
    tables: dict[str, list[list[Any]]] = {
        "result_applicants.csv": [["applicant", "placement", "choice", "reason"], *sorted(seats)],
        "result_placements.csv": [
            ["placement", "organisation", "seats", "filled", "why_empty"],
            *places,
        ],
    }
    for name, table in tables.items():
        out = io.StringIO(newline="")
        csv.writer(out).writerows([[safe_cell(cell) for cell in row] for row in table])
        _put(folder / name, out.getvalue())
    _put(folder / "instance.json", json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    return [*tables, "instance.json"]


def _put(path: Path, text: str) -> None:
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_text(text, encoding="utf-8", newline="")
    part.replace(path)
