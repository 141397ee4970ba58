"""Bringing opportunities in from elsewhere, row by row: each row whole or not at all.

Reading files is in :mod:`opportunities.services.import_files`, reading cells in
:mod:`opportunities.services.import_cells`. Columns are documented in ``docs/importing.md``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from common.activity import record
from common.states import IllegalMove
from mission.models import Theme
from profiles.models import Organisation, User
from skills import queries as skill_queries
from skills.choices import Level

from ..choices import Kind
from ..models import Challenge, Opportunity, OpportunityState
from ..queries import specific
from .drafting import save_challenge, save_placement
from .import_cells import (
    BadRow,
    cell_of,
    find_by_name,
    find_organisation,
    listed,
    read_requirements,
    read_row,
)

SUGGESTED_IN_ALL = 8


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
    wanted_by = organisation or find_organisation(row.get("organisation"))
    themes = [find_by_name(Theme, name, "theme") for name in listed(row.get("themes"))]
    source = values.get("source") or f"import:{wanted_by.slug}:{slugify(values['title'])}"[:160]
    values["source"] = source
    known = Opportunity.objects.filter(source=source, kind=model._meta.model_name).first()
    if known is not None and known.organisation_id != wanted_by.pk:
        raise BadRow(f"source: {source} is an opportunity of {known.organisation} already.")
    requirements = read_requirements(row.get("skills"))
    if not requirements and suggest_skills:
        said = " ".join(str(values.get(name) or "") for name in ("title", "description", "result"))
        requirements = suggested_requirements(f"{said} {cell_of(row.get('suggest_from'))}")
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


def suggested_requirements(said: str) -> list[dict[str, Any]]:
    """Skills named in a text, at working level; desirable, for nobody has ticked them yet."""
    suggestions = skill_queries.suggest_for(said[:20_000], limit=SUGGESTED_IN_ALL)
    return [
        {"skill_id": skill.pk, "level": Level.WORKING, "essential": False}
        for skill, _ in suggestions
    ]
