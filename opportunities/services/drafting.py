"""Writing an opportunity down, and changing it.

Every edit by an owner goes through here: a draft that never went live is saved with a revision; what
is live keeps its published text, and the change is a revision that a custodian reads first.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from common.activity import record
from common.delivery import notify
from common.policies import demand
from common.stale import StaleEdit
from common.states import IllegalMove
from profiles.choices import InReturn, Stage
from profiles.models import Organisation, User
from skills.choices import Level
from skills.models import Skill

from .. import care, policies
from ..choices import Kind, Lifecycle
from ..models import Challenge, Job, Opportunity, OpportunityState, Placement, Requirement
from ..queries import is_waiting
from ..signals import speakers_changed

EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
LONGEST_PLACEMENT = datetime.timedelta(days=3 * 366)
MOST_REQUIREMENTS = 15
COMMON_FIELDS = frozenset(
    {
        *("title", "summary", "description", "benefit", "data_note", "sensitivity", "result"),
        *("district", "pattern", "starts", "ends", "days_of_effort", "hours_per_week", "seats"),
        *("closes", "gives_back", "gives_back_note", "pay_basis", "pay_amount", "pay_period"),
        *("funding_status", "pay_exception"),
        *("funding_source", "stages", "touches_vulnerable", "source", "is_demo"),
        "tentative",
    }
)
OWN_FIELDS: dict[type[Opportunity], frozenset[str]] = {
    Challenge: frozenset({"tried", "answers_questions", "ethics", "is_proposal"}),
    Placement: frozenset({"learns", "depends_on", "decide_by"}),
    Job: frozenset({"employer_form_url"}),
}


def save_challenge(
    challenge: Challenge | None,
    *,
    by: User | None,
    organisation: Organisation | None = None,
    **fields: Any,
) -> Challenge:
    """Write a challenge down, or change it. See :func:`_save` for what may be given and raised."""
    return _save(Challenge, challenge, by=by, organisation=organisation, **fields)


def save_placement(
    placement: Placement | None,
    *,
    by: User | None,
    organisation: Organisation | None = None,
    **fields: Any,
) -> Placement:
    """Write a placement down, or change it. See :func:`_save` for what may be given and raised."""
    return _save(Placement, placement, by=by, organisation=organisation, **fields)


def save_job(
    job: Job | None, *, by: User | None, organisation: Organisation | None = None, **fields: Any
) -> Job:
    """Write a job down, or change it. See :func:`_save` for what may be given and raised."""
    return _save(Job, job, by=by, organisation=organisation, **fields)


@transaction.atomic
def _save(
    model: type[Opportunity],
    known: Opportunity | None,
    *,
    by: User | None,
    organisation: Organisation | None = None,
    requirements: Iterable[Mapping[str, Any]] | None = None,
    themes: Iterable[Any] | None = None,
    priorities: Iterable[Any] | None = None,
    nodes: Iterable[Any] | None = None,
    expected_revision: int | None = None,
    **fields: Any,
) -> Any:
    """Make a draft, or save an edit as a revision.

    ``requirements`` are mappings of ``skill_id``, ``level`` and ``essential``. ``by`` is None for an
    import. Raises PermissionDenied; ValidationError by field; :class:`StaleEdit` when the latest
    revision is no longer ``expected_revision``; IllegalMove while it waits for a custodian or has ended.
    """
    unknown = set(fields) - COMMON_FIELDS - OWN_FIELDS[model]
    if unknown:
        raise TypeError(f"An opportunity has no field {', '.join(sorted(unknown))}.")
    if known is None:
        demand(by is None or policies.may_draft_for(by, organisation))
        draft = model(
            organisation=organisation,
            kind=Kind(str(model._meta.model_name)),
            live=False,
            is_demo=bool(organisation and organisation.is_demo),
        )
    else:
        draft = _draft_to_change(model, known, by=by, expected_revision=expected_revision)
    if known is not None and fields.get("tentative") and known.live and not known.tentative:
        raise ValidationError({"tentative": "This is firm already: people may have applied."})
    _never_earlier(known, fields.get("closes"))
    for name, value in fields.items():
        setattr(draft, name, value)
    _check(draft)
    if requirements is not None:
        _set_requirements(draft, list(requirements))
    for name, records in (("themes", themes), ("priorities", priorities), ("nodes", nodes)):
        if records is not None:
            getattr(draft, name).set(list(records))
    if not draft.live:
        draft.save()
    revision = draft.save_revision(user=by, changed=True, log_action=True, clean=False)
    if known is None:
        OpportunityState.objects.filter(pk=draft.pk).update(
            submitted_by=by, seats_cap=max(1, draft.seats)
        )
        draft.state.refresh_from_db()
    record(
        f"opportunities.{'drafted' if known is None else 'edited'}",
        by=by,
        about=draft,
        revision=revision.pk,
    )
    return draft


def _draft_to_change(
    model: type[Opportunity], known: Opportunity, *, by: User | None, expected_revision: int | None
) -> Opportunity:
    # The parent row is what every edit of one opportunity queues for.
    Opportunity.objects.select_for_update(of=("self",)).get(pk=known.pk)
    row = model.objects.get(pk=known.pk)
    demand(by is None or policies.may_edit(by, row))
    if row.state.lifecycle in (Lifecycle.CLOSED, Lifecycle.CANCELLED):
        raise IllegalMove(row.state.lifecycle, "changed", "This has ended, so it stays as it is.")
    if is_waiting(row):
        raise IllegalMove(
            "waiting", "changed", "A custodian is about to read this. Take it back to change it."
        )
    draft = row.get_latest_revision_as_object()
    if expected_revision is not None and row.latest_revision_id != expected_revision:
        raise StaleEdit(draft)
    return draft


def _never_earlier(known: Opportunity | None, closes: datetime.date | None) -> None:
    """People plan by the closing date that is public."""
    if known is None or closes is None:
        return
    public = Opportunity.objects.filter(pk=known.pk, live=True, closes__gt=closes)
    if (day := public.values_list("closes", flat=True).first()) is not None:
        raise ValidationError(
            {"closes": f"Not before {date_format(day, 'j F Y')}, as it says now."}
        )


def _check(draft: Opportunity) -> None:
    """Bounds that hold whatever the door: a form, an import, a script."""
    errors: dict[str, list[str]] = {}
    for field in draft._meta.concrete_fields:
        value, most = getattr(draft, field.attname), getattr(field, "max_length", None)
        if isinstance(value, str) and most and len(value) > most:
            errors.setdefault(field.name, []).append(
                f"This must be {most:,} characters or fewer. It is {len(value):,}."
            )
    for name in ("starts", "ends", "closes", "decide_by"):
        value = getattr(draft, name, None)
        if value and not EARLIEST <= value <= LATEST:
            errors.setdefault(name, []).append("Give a date between 2000 and 2100.")
    if draft.starts and draft.ends:
        if draft.ends < draft.starts:
            errors.setdefault("ends", []).append("The end must not be before the start.")
        elif draft.ends - draft.starts > LONGEST_PLACEMENT:
            errors.setdefault("ends", []).append("This can last three years at most.")
    for name, choices in (("gives_back", InReturn), ("stages", Stage)):
        value = getattr(draft, name)
        if not isinstance(value, list) or set(value) - set(choices.values):
            errors.setdefault(name, []).append("Choose from the list.")
    if isinstance(draft, Challenge) and (found := care.problems(draft.ethics)):
        errors["ethics"] = found
    if draft.pay_amount is not None and not draft.pay_period:
        errors.setdefault("pay_period", []).append("Say what the amount is for.")
    if errors:
        raise ValidationError(errors)
    draft.full_clean(exclude=["slug", "latest_revision", "live_revision", "locked_by"])


def _set_requirements(draft: Opportunity, wanted: list[Mapping[str, Any]]) -> None:
    """Replace the requirements, keeping the rows of skills that stay."""
    if len(wanted) > MOST_REQUIREMENTS:
        raise ValidationError({"requirements": f"Choose {MOST_REQUIREMENTS} skills at most."})
    by_skill = {int(item["skill_id"]): item for item in wanted}
    known = set(Skill.objects.filter(pk__in=by_skill).values_list("pk", flat=True))
    if len(by_skill) != len(wanted) or set(by_skill) - known:
        raise ValidationError({"requirements": "Choose each skill once, from the list."})
    kept = {row.skill_id: row for row in draft.requirements.all()}
    rows = []
    for skill_id, item in by_skill.items():
        level = int(item.get("level", Level.WORKING))
        if level not in Level.values:
            raise ValidationError({"requirements": "Choose one of the four levels."})
        row = kept.get(skill_id) or Requirement(skill_id=skill_id)
        row.level, row.essential = level, bool(item.get("essential", True))
        rows.append(row)
    draft.requirements.set(rows)


@transaction.atomic
def set_supervisor(placement: Placement, *, supervisor: User | None, by: User) -> Placement:
    """Name who looks after the person on a placement. Naming oneself is accepting.

    Raises PermissionDenied, and ValidationError when they do not belong to the organisation.
    """
    demand(policies.may_edit(by, placement))
    state = OpportunityState.objects.select_for_update().get(pk=placement.pk)
    if (
        supervisor is not None
        and not placement.organisation.memberships.filter(user=supervisor).exists()
    ):
        raise ValidationError("The supervisor has to belong to the organisation.")
    if state.supervisor_id == (supervisor.pk if supervisor else None):
        return placement
    state.supervisor = supervisor
    state.supervisor_accepted_at = timezone.now() if supervisor == by else None
    state.save(update_fields=["supervisor", "supervisor_accepted_at"])
    placement.state.refresh_from_db()
    speakers_changed.send(Placement, opportunity_id=placement.pk)
    entry = record(
        "opportunities.supervisor_named",
        by=by,
        about=placement,
        supervisor_id=supervisor.pk if supervisor else None,
    )
    if supervisor is not None and supervisor != by:
        notify(
            "opportunities_supervisor_asked",
            to=supervisor,
            key=f"{placement.pk}:{supervisor.pk}:{entry.pk}",
            title=placement.title,
            organisation=placement.hosts,
            path=f"{placement.get_absolute_url()}supervise/",
        )
    return placement
