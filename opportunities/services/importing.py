"""Bringing opportunities in from elsewhere, row by row: each row whole or not at all.

Reading files is in :mod:`opportunities.services.import_files`. Columns are documented in
``docs/importing.md``.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from common import text
from common.activity import record
from common.states import IllegalMove
from mission.models import District, Theme
from profiles.models import Organisation, User
from skills import queries as skill_queries
from skills.choices import Level
from skills.models import Skill

from ..choices import Kind, Pattern, PayBasis, PayPeriod, Sensitivity
from ..models import Challenge, Opportunity, OpportunityState, Placement
from ..queries import specific
from .drafting import COMMON_FIELDS, OWN_FIELDS, save_challenge, save_placement

MODELS: dict[str, type[Opportunity]] = {Kind.CHALLENGE: Challenge, Kind.PLACEMENT: Placement}
COLUMNS = (
    *("kind", "source", "organisation", "title", "summary", "description", "benefit"),
    *("data_note", "sensitivity", "result", "tried", "answers_questions", "learns"),
    *("district", "pattern", "starts", "ends", "days_of_effort", "hours_per_week", "seats"),
    *("closes", "gives_back", "gives_back_note", "pay_basis", "pay_amount", "pay_period"),
    *("funding_source", "stages", "themes", "skills"),
)
MOST_CELL = 10_000
SUGGESTED_IN_ALL = 8
ONE_LINE = {"title", "summary", "funding_source", "source", "answers_questions"}
NUMBERS = {"days_of_effort", "hours_per_week", "seats"}
DATES = {"starts", "ends", "closes"}
LISTS = {"gives_back", "stages"}
CHOICES = {
    "sensitivity": Sensitivity,
    "pattern": Pattern,
    "pay_basis": PayBasis,
    "pay_period": PayPeriod,
}


@dataclass(frozen=True)
class RowError:
    """A row that was left out: its line in the file, and why."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"


@dataclass
class Imported:
    """What an import did, or would do."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    published: int = 0
    errors: list[RowError] = field(default_factory=list)


class BadRow(ValueError):
    """Why one row cannot be used."""


class _DryRun(Exception):
    """Undoes what a dry run wrote."""


def import_rows(
    rows: Iterable[tuple[int, Mapping[str, Any]]],
    *,
    organisation: Organisation | None = None,
    suggest_skills: bool = False,
    publish_as: User | None = None,
    supervisor: User | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Import pairs of (line, row). The same ``source`` twice is the same opportunity.

    ``organisation`` overrides the column. ``publish_as`` is the custodian who answers for
    publishing; ``supervisor`` somebody who has agreed to supervise every placement of the file. Bad
    rows are reported and left out; the others go in, each in a transaction of its own.
    """
    done = Imported()
    for count, (line, row) in enumerate(rows, start=1):
        try:
            with transaction.atomic():
                outcome, published = _import_row(
                    row,
                    organisation=organisation,
                    suggest_skills=suggest_skills,
                    publish_as=publish_as,
                    supervisor=supervisor,
                )
                if dry_run:
                    raise _DryRun
        except _DryRun:
            pass
        except (BadRow, IllegalMove, PermissionDenied, ValidationError) as error:
            done.errors.append(RowError(line, _reason(error)))
            continue
        finally:
            if progress:
                progress(count)
        setattr(done, outcome, getattr(done, outcome) + 1)
        done.published += published
    return done


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            return " ".join(
                f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()
            )
        return " ".join(error.messages)
    return str(error)


def _import_row(
    row: Mapping[str, Any],
    *,
    organisation: Organisation | None,
    suggest_skills: bool,
    publish_as: User | None,
    supervisor: User | None,
) -> tuple[str, bool]:
    model, values = read_row(row)
    wanted_by = organisation or _find_organisation(row.get("organisation"))
    themes = [_find(Theme, name, "theme") for name in _list(row.get("themes"))]
    source = values.get("source") or f"import:{wanted_by.slug}:{slugify(values['title'])}"[:160]
    values["source"] = source
    known = Opportunity.objects.filter(source=source, kind=model._meta.model_name).first()
    if known is not None and known.organisation_id != wanted_by.pk:
        raise BadRow(f"source: {source} is an opportunity of {known.organisation} already.")
    requirements = _requirements(row.get("skills"))
    if not requirements and suggest_skills:
        said = " ".join(str(values.get(name) or "") for name in ("title", "description", "result"))
        requirements = suggested_requirements(f"{said} {_cell(row.get('suggest_from'))}")
    save = save_challenge if model is Challenge else save_placement
    if known is None:
        saved = save(
            None,
            by=None,
            organisation=wanted_by,
            requirements=requirements,
            themes=themes,
            **values,
        )
        outcome = "created"
    else:
        child = specific(known)
        current = child.get_latest_revision_as_object()
        if all(getattr(current, name) == value for name, value in values.items()):
            saved, outcome = child, "unchanged"
        else:
            # Skills chosen here since the first import are somebody's work: they stay.
            again = requirements if row.get("skills") else None
            saved = save(child, by=None, requirements=again, themes=themes, **values)
            outcome = "changed"
    record("opportunities.imported", by=publish_as, about=saved, outcome=outcome)
    return outcome, _publish(saved, publish_as=publish_as, supervisor=supervisor)


def _publish(saved: Opportunity, *, publish_as: User | None, supervisor: User | None) -> bool:
    if saved.kind == Kind.PLACEMENT and supervisor is not None:
        OpportunityState.objects.filter(pk=saved.pk, supervisor__isnull=True).update(
            supervisor=supervisor, supervisor_accepted_at=timezone.now()
        )
    if publish_as is None or (saved.live and not saved.has_unpublished_changes):
        return False
    fresh = specific(Opportunity.objects.get(pk=saved.pk))
    fresh.latest_revision.publish(user=publish_as)
    return True


def read_row(row: Mapping[str, Any]) -> tuple[type[Opportunity], dict[str, Any]]:
    """Turn the cells of one row into values of a model. Raises :class:`BadRow` in words."""
    if "ragged" in row:
        raise BadRow(f"{row['ragged']}.")
    kind = _cell(row.get("kind")).lower() or Kind.CHALLENGE
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
        if _cell(row.get(name)) and name not in OWN_FIELDS[model]:
            raise BadRow(f"{name}: a {kind} has no such column.")
    return model, values


def _value(name: str, given: Any) -> Any:
    if name in LISTS:
        return [item.lower() for item in _list(given)]
    cell = _cell(given)
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
        return _find(District, cell, "district")
    return text.one_line(cell) if name in ONE_LINE else text.many_lines(cell).strip()


def _cell(given: Any) -> str:
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


def _list(given: Any) -> list[str]:
    if isinstance(given, list):
        return [item for item in map(_cell, given) if item]
    return [item.strip() for item in _cell(given).split("|") if item.strip()]


def _date(name: str, cell: str) -> datetime.date:
    """A day, or a month and then its first day."""
    try:
        if len(cell) not in (7, 10):
            raise ValueError
        return datetime.date.fromisoformat(cell if len(cell) == 10 else f"{cell}-01")
    except ValueError:
        raise BadRow(f"{name}: write “{cell[:40]}” as 2027-01-31.") from None


def _find(model: Any, name: str, noun: str) -> Any:
    rule = Q(name__iexact=name) | Q(slug=slugify(name) or "-")
    if noun == "district":
        rule |= Q(code=name)
    found = model.objects.filter(rule).first()
    if found is None:
        raise BadRow(f"{noun}: no {noun} is called “{name[:60]}”.")
    return found


def _find_organisation(given: Any) -> Organisation:
    name = _cell(given)
    if not name:
        raise BadRow("organisation: this is empty.")
    found = Organisation.objects.filter(Q(name__iexact=name) | Q(slug=name)).first()
    if found is None:
        raise BadRow(f"organisation: nobody has registered “{name[:60]}”.")
    return found


def _requirements(given: Any) -> list[dict[str, Any]]:
    """``Statistics:working:essential | Mapping:awareness:desirable``."""
    found = []
    for item in _list(given):
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


def suggested_requirements(said: str) -> list[dict[str, Any]]:
    """Skills named in a text, at working level; desirable, for nobody has ticked them yet."""
    suggestions = skill_queries.suggest_for(said[:20_000], limit=SUGGESTED_IN_ALL)
    return [
        {"skill_id": skill.pk, "level": Level.WORKING, "essential": False}
        for skill, _ in suggestions
    ]
