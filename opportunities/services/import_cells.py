"""Reading the cells of one imported row: words in, values of a model out, or why not."""

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from common import text
from mission.models import District
from profiles.models import Organisation
from skills.choices import Level
from skills.models import Skill

from ..choices import (
    FundingStatus,
    Kind,
    Pattern,
    PayBasis,
    PayException,
    PayPeriod,
    Sensitivity,
)
from ..models import Challenge, Opportunity, Placement
from .drafting import COMMON_FIELDS, OWN_FIELDS

MODELS: dict[str, type[Opportunity]] = {Kind.CHALLENGE: Challenge, Kind.PLACEMENT: Placement}
COLUMNS = (
    *("kind", "source", "organisation", "title", "summary", "description", "benefit"),
    *("data_note", "sensitivity", "result", "tried", "answers_questions", "learns"),
    *("district", "pattern", "starts", "ends", "days_of_effort", "hours_per_week", "seats"),
    *("closes", "gives_back", "gives_back_note", "pay_basis", "pay_amount", "pay_period"),
    *("pay_exception", "funding_status", "funding_source", "stages", "themes", "skills"),
)
MOST_CELL = 10_000
ONE_LINE = {"title", "summary", "funding_source", "source", "answers_questions"}
NUMBERS = {"days_of_effort", "hours_per_week", "seats"}
DATES = {"starts", "ends", "closes"}
LISTS = {"gives_back", "stages"}
CHOICES = {
    "sensitivity": Sensitivity,
    "pattern": Pattern,
    "pay_basis": PayBasis,
    "pay_period": PayPeriod,
    "pay_exception": PayException,
    "funding_status": FundingStatus,
}


class BadRow(ValueError):
    """Why one row cannot be used."""


def read_row(row: Mapping[str, Any]) -> tuple[type[Opportunity], dict[str, Any]]:
    """Turn the cells of one row into values of a model. Raises :class:`BadRow` in words."""
    if "ragged" in row:
        raise BadRow(f"{row['ragged']}.")
    kind = cell_of(row.get("kind")).lower() or Kind.CHALLENGE
    if kind not in MODELS:
        raise BadRow(f"kind: “{kind[:40]}” is not challenge or placement.")
    model = MODELS[kind]
    values: dict[str, Any] = {}
    for name in (COMMON_FIELDS | OWN_FIELDS[model]) & set(COLUMNS):
        given = row.get(name)
        if given is None or given == "" or given == []:
            continue
        values[name] = _value(name, given)
    if not values.get("title"):
        raise BadRow("title: this is empty.")
    if not values.get("description"):
        raise BadRow("description: this is empty.")
    for name in OWN_FIELDS[Challenge] | OWN_FIELDS[Placement]:
        if cell_of(row.get(name)) and name not in OWN_FIELDS[model]:
            raise BadRow(f"{name}: a {kind} has no such column.")
    return model, values


def _value(name: str, given: Any) -> Any:
    if name in LISTS:
        return [item.lower() for item in listed(given)]
    cell = cell_of(given)
    if name in NUMBERS:
        if not (cell.isascii() and cell.isdigit() and len(cell) < 6):
            raise BadRow(f"{name}: “{cell[:40]}” is not a whole number.")
        return int(cell)
    if name in DATES:
        return _date(name, cell)
    if name == "pay_amount":
        try:
            amount = Decimal(cell.lstrip("£").replace(",", ""))
        except InvalidOperation:
            raise BadRow(f"pay_amount: “{cell[:40]}” is not an amount.") from None
        if not amount.is_finite():
            raise BadRow("pay_amount: this is not an amount.")
        return amount
    if name in CHOICES:
        if cell.lower() not in CHOICES[name].values:
            allowed = ", ".join(CHOICES[name].values)
            raise BadRow(f"{name}: “{cell[:40]}” is not one of {allowed}.")
        return cell.lower()
    if name == "district":
        return find_by_name(District, cell, "district")
    return text.one_line(cell) if name in ONE_LINE else text.many_lines(cell).strip()


def cell_of(given: Any) -> str:
    """The words of a cell, trimmed. Raises :class:`BadRow` for what is no text or cannot be shown."""
    if given is None:
        return ""
    if not isinstance(given, str | int | float | Decimal) or isinstance(given, bool):
        raise BadRow("A cell holds a list or an object where words were expected.")
    cell = str(given)
    if len(cell) > MOST_CELL:
        raise BadRow(f"A cell holds {len(cell):,} characters; {MOST_CELL:,} are the most.")
    if text.has_unreadable(cell) or text.has_controls(text.many_lines(cell)):
        raise BadRow("A cell holds characters that cannot be shown.")
    return cell.strip()


def listed(given: Any) -> list[str]:
    """The items of a cell such as ``one | two``, or of a list in JSON."""
    if isinstance(given, list):
        return [item for item in map(cell_of, given) if item]
    return [item.strip() for item in cell_of(given).split("|") if item.strip()]


def _date(name: str, cell: str) -> datetime.date:
    """A day, or a month and then its first day."""
    try:
        if len(cell) not in (7, 10):
            raise ValueError
        return datetime.date.fromisoformat(cell if len(cell) == 10 else f"{cell}-01")
    except ValueError:
        raise BadRow(f"{name}: write “{cell[:40]}” as 2027-01-31.") from None


def find_by_name(model: Any, name: str, noun: str) -> Any:
    """The record of that name or slug; a district also by its code. Raises :class:`BadRow`."""
    rule = Q(name__iexact=name) | Q(slug=slugify(name) or "-")
    if noun == "district":
        rule |= Q(code=name)
    found = model.objects.filter(rule).first()
    if found is None:
        raise BadRow(f"{noun}: no {noun} is called “{name[:60]}”.")
    return found


def find_organisation(given: Any) -> Organisation:
    """The organisation a cell names. Raises :class:`BadRow`."""
    name = cell_of(given)
    if not name:
        raise BadRow("organisation: this is empty.")
    found = Organisation.objects.filter(Q(name__iexact=name) | Q(slug=name)).first()
    if found is None:
        raise BadRow(f"organisation: nobody has registered “{name[:60]}”.")
    return found


def read_requirements(given: Any) -> list[dict[str, Any]]:
    """``Statistics:working:essential | Mapping:awareness:desirable``."""
    found = []
    for item in listed(given):
        name, _, rest = item.partition(":")
        level_word, _, need = rest.partition(":")
        skill = Skill.objects.live().filter(Q(name__iexact=name.strip()) | Q(slug=name)).first()
        if skill is None:
            raise BadRow(f"skills: no skill is called “{name[:60]}”.")
        level_word, need = level_word.strip().upper() or "WORKING", need.strip().lower()
        if level_word not in Level.names or need not in ("", "essential", "desirable"):
            raise BadRow(f"skills: write “{name[:60]}:working:essential”.")
        found.append(
            {"skill_id": skill.pk, "level": Level[level_word], "essential": need != "desirable"}
        )
    return found
