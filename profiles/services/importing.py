"""Taking in a table of organisations: first looked at, then all of it or nothing."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from common import activity
from common.policies import is_custodian
from common.slugs import insert_with_slug
from common.text import many_lines, one_line
from mission.models import District

from ..models import Organisation, OrganisationState, RegisterEntry, User
from ..queries.lookalikes import NEAR_NAME, SAME_DOMAIN, SAME_NAME, SAME_NUMBER, Known
from ..tables import Row

NEW, HERE, LIKE, WRONG = "new", "here", "like", "wrong"
COUNTIES = {"staffordshire": range(192, 200), "warwickshire": range(218, 223)} | {
    "worcestershire": range(234, 240)
}
"""The districts (E07 codes) of the region's three counties: on our map a county is one place."""


@dataclass
class Line:
    """One row of the file, and what would become of it."""

    row: Row
    fate: str
    why: str = ""
    district: District | None = None


def look_over(rows: list[Row]) -> list[Line]:
    """What an import would do, without doing it."""
    known = Known(Organisation.objects.all())
    districts = list(District.objects.all())
    names = dict(Organisation.objects.values_list("pk", "name"))
    lines = []
    for row in rows:
        if row.wrong:
            lines.append(Line(row, WRONG, " ".join(row.wrong)))
            continue
        found = known.like(
            name=row.values["name"],
            website=row.values["website"],
            email_domains=row.values["email_domains"],
            numbers=row.numbers,
        )
        fate, why = NEW, ""
        if found:
            pk, reason = next(iter(found.items()))
            surely = reason in (SAME_NAME, SAME_NUMBER)
            fate = HERE if surely else LIKE
            why = f"“{names[pk]}” {reason}."
            assert surely or reason in (NEAR_NAME, SAME_DOMAIN)
        place = _district(row.values["district"], districts)
        if row.values["district"] and place is None and not why:
            why = f"We do not know the area “{row.values['district'][:40]}”: left empty."
        lines.append(Line(row, fate, why, place))
        # Later rows of the same file are held against this one too.
        number = -row.number
        names[number] = row.values["name"]
        known.add(
            number,
            name=row.values["name"],
            website=row.values["website"],
            email_domains=row.values["email_domains"],
        )
        for register, value in row.numbers.items():
            known.by_number.setdefault((register, value), number)
    return lines


@transaction.atomic
def import_organisations(
    rows: list[Row], *, by: User, with_lookalikes: bool = False
) -> list[Organisation]:
    """Add what is new, unconfirmed and without a lead; what is here already is passed over.

    Raises PermissionDenied unless ``by`` is a custodian, ValueError when any row is wrong or somebody
    adds one of the names meanwhile.
    """
    if not is_custodian(by):
        raise PermissionDenied("Custodians take in tables.")
    lines = look_over(rows)
    if any(line.fate == WRONG for line in lines):
        raise ValueError("Mend the rows that are wrong, then send the file again.")
    wanted = (NEW, LIKE) if with_lookalikes else (NEW,)
    try:
        return [_add(line, by) for line in lines if line.fate in wanted]
    except IntegrityError:
        raise ValueError(
            "Somebody added one of these meanwhile, so nothing was taken in. Send the file again."
        ) from None


def _add(line: Line, by: User) -> Organisation:
    values = line.row.values
    name = one_line(values["name"])
    organisation = Organisation(
        name=name,
        kind=values["kind"],
        district=line.district,
        summary=many_lines(values["summary"]),
        website=values["website"],
        email_domains=values["email_domains"],
    )
    insert_with_slug(organisation, name)
    OrganisationState.objects.create(organisation=organisation)
    for register, number in line.row.numbers.items():
        RegisterEntry.objects.create(organisation=organisation, register=register, number=number)
    activity.record("profiles.organisation_imported", by=by, about=organisation)
    return organisation


def _district(typed: str, districts: list[District]) -> District | None:
    wanted = typed.strip().lower()
    for place in districts:
        if wanted and wanted in (place.name.lower(), place.slug, place.code.lower()):
            return place
    if wanted.startswith("e07") and wanted[3:].isdecimal():
        for slug, codes in COUNTIES.items():
            if int(wanted[3:]) in codes:
                return next((place for place in districts if place.slug == slug), None)
    return None
