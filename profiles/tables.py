"""A spreadsheet of organisations that somebody sends -> rows, or what is wrong with it, in words.

Pure but for the columns' names: nothing here knows what the Forum holds already.
"""

import csv
import io
from dataclasses import dataclass, field

from . import domains, names, registers
from .choices import OrganisationKind

MOST_BYTES = 600_000
MOST_ROWS = 5_000
MOST_IN_A_CELL = 10_000
COLUMNS = {
    "name": ("name", "organisation", "title"),
    "kind": ("kind", "type"),
    "district": ("district", "area", "lad_gss_code", "local_authority", "gss_code"),
    "summary": ("summary", "description"),
    "website": ("website", "web_page", "url", "web_pages"),
    "email_domains": ("email_domains", "domains", "domain"),
    registers.CHARITY: ("charity", "charity_number"),
    registers.COMPANY: ("company", "company_number"),
    registers.COUNCIL: ("council", "council_code"),
    registers.ROR: ("ror", "ror_id"),
}
LIMITS = {"name": 160, "summary": 1_000, "website": 200, "email_domains": 500}


class Unreadable(ValueError):
    """A file that is no table, with the reason in words."""


@dataclass
class Row:
    """One organisation of the file. ``number`` is its line as a spreadsheet counts."""

    number: int
    values: dict[str, str]
    wrong: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)


def read(raw: bytes, *, usual_kind: str = "") -> list[Row]:
    """The rows of a CSV file with a header, each with what is wrong with it. Raises Unreadable."""
    if not raw.strip():
        raise Unreadable("The file is empty.")
    if len(raw) > MOST_BYTES:
        raise Unreadable("The file must be 600 kB or smaller. Send it in parts.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The file is not in UTF-8. Save it as “CSV UTF-8”.") from None
    if "\x00" in text:
        raise Unreadable("This is not a CSV file. Save it as “CSV UTF-8”.")
    # The limit is the whole process's: ours is only ever raised, so that the answer is the same.
    csv.field_size_limit(max(csv.field_size_limit(), MOST_BYTES))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Unreadable(f"The file could not be read as CSV: {error}.") from None
    places = _places(lines[0])
    body = [(number, line) for number, line in enumerate(lines[1:], 2) if any(map(str.strip, line))]
    if len(body) > MOST_ROWS:
        raise Unreadable(f"The file has {len(body)} rows. Send at most {MOST_ROWS} at once.")
    if not body:
        raise Unreadable("The file has a header and no rows.")
    return [_row(number, line, places, len(lines[0]), usual_kind) for number, line in body]


def _places(header: list[str]) -> dict[str, int]:
    names = [name.strip().lower().replace(" ", "_").replace("-", "_") for name in header]
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise Unreadable(f"Two columns are called “{doubled[0][:40]}”.")
    places = {}
    for column, known in COLUMNS.items():
        found = [names.index(name) for name in known if name in names]
        if found:
            places[column] = found[0]
    if "name" not in places:
        raise Unreadable("There is no column called “name”. The first row must name the columns.")
    return places


def _row(number: int, line: list[str], places: dict[str, int], width: int, usual: str) -> Row:
    values = {
        column: line[place].strip() if place < len(line) else "" for column, place in places.items()
    }
    row = Row(number, {**dict.fromkeys(COLUMNS, ""), **values})
    if len(line) > width:
        row.wrong.append("It has more cells than the header.")
    if any(len(cell) > MOST_IN_A_CELL for cell in line):
        row.wrong.append("A cell is longer than 10,000 characters.")
        row.values = {name: value[:100] for name, value in row.values.items()}
        return row
    if not row.values["name"]:
        row.wrong.append("It has no name.")
    elif names.wrong(row.values["name"]):
        row.wrong.append(f"Its name: {names.wrong(row.values['name'])}")
    for column, limit in LIMITS.items():
        if len(row.values[column]) > limit:
            row.wrong.append(f"Its {column.replace('_', ' ')} is longer than {limit} characters.")
    kind = row.values["kind"].lower()
    known = {label.lower(): value for value, label in OrganisationKind.choices}
    row.values["kind"] = known.get(kind, kind) or usual
    if row.values["kind"] not in OrganisationKind.values:
        row.wrong.append("Its kind is not public, university, business or community.")
    listed = domains.listed(row.values["email_domains"].replace("|", " "))
    row.values["email_domains"] = "\n".join(listed)
    row.wrong += [words for domain in listed if (words := domains.wrong(domain))]
    site = row.values["website"].split("|")[0]
    row.values["website"] = site
    if site and not site.startswith(("https://", "http://")):
        row.wrong.append("Its website does not start with https://")
    for register in (registers.CHARITY, registers.COMPANY, registers.COUNCIL, registers.ROR):
        try:
            settled = registers.settle(register, row.values[register])
        except registers.WrongNumber as error:
            row.wrong.append(str(error))
        else:
            if settled:
                row.numbers[register] = settled
    return row
