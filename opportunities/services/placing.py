"""The record of somebody's placement: begun with their yes, over with its end. Safe to repeat.

A team applies as one and is placed one by one: each has a record, an agreement and an end of their own.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from common.activity import record as note
from common.states import move
from profiles.models import HeldSkill, Person, User, WantedSkill
from skills.choices import Level

from ..agreement_words import first_terms
from ..choices import Kind
from ..models import (
    Agreement,
    AgreementParty,
    Application,
    FeedbackRequest,
    Placement,
    PlacementRecord,
)
from ..placement_choices import PLACEMENT_MOVES, PLACEMENT_OVER, PlacementState
from ..queries import teams
from .agreement_parties import close_links

MOST_AIMS = 8


@transaction.atomic
def begin_records(application: Application) -> list[PlacementRecord]:
    """Everybody who has a place with the application has a record; whoever has one keeps it."""
    rows = [begin_record(application, person) for person in teams.people(application)]
    return [row for row in rows if row is not None]


@transaction.atomic
def begin_record(application: Application, person: Person | None = None) -> PlacementRecord | None:
    """One of those who take a place has a record of it, with a draft of what to agree.

    Without a person it is whoever leads it, or applied alone.
    """
    if application.opportunity.kind != Kind.PLACEMENT:
        return None
    row, made = PlacementRecord.objects.get_or_create(
        application=application,
        person=person or application.person,
        defaults={"opportunity_id": application.opportunity_id},
    )
    if made:
        _first_draft(row)
        note("opportunities.placement_begun", by=None, about=row)
    return row


def _first_draft(row: PlacementRecord) -> Agreement:
    opportunity = row.opportunity
    supervisor: User | None = opportunity.state.supervisor
    placement = Placement.objects.filter(pk=opportunity.pk).first()
    return Agreement.objects.create(
        record=row,
        number=1,
        starts=opportunity.starts,
        ends=opportunity.ends,
        supervisor_name=(supervisor.name if supervisor else "")[:120],
        supervisor_address=supervisor.email if supervisor else "",
        aims=placement.learns if placement else "",
        skills=_aims(row),
        **first_terms(opportunity),
    )


def _aims(row: PlacementRecord) -> list[list[int]]:
    """What the placement asks for that the person cannot do yet, or wants to do better."""
    asked = dict(row.opportunity.requirements.values_list("skill_id", "level"))
    held = dict(HeldSkill.objects.filter(person=row.person).values_list("skill_id", "level"))
    wanted = dict(WantedSkill.objects.filter(person=row.person).values_list("skill_id", "level"))
    aims = []
    for skill_id, level in asked.items():
        aim = max(level, wanted.get(skill_id, 0))
        if aim > held.get(skill_id, 0):
            aims.append([skill_id, min(aim, int(Level.EXPERT))])
    return aims[:MOST_AIMS]


@transaction.atomic
def finish_record(
    row: PlacementRecord, to: str, *, by: User | None, on: datetime.date | None = None
) -> bool:
    """Complete or end it: links are good no more, and nothing is asked that was to be asked later.

    False when it was over already.
    """
    if row.state in PLACEMENT_OVER:
        return False
    move(row, to, moves=PLACEMENT_MOVES)
    row.over_on = on or timezone.localdate()
    row.save(update_fields=["over_on", "changed"])
    close_links(AgreementParty.objects.filter(agreement__record=row))
    Agreement.objects.filter(record=row, sent_at__isnull=True).delete()
    ahead = FeedbackRequest.objects.filter(record=row, asked_on__isnull=True)
    if to == PlacementState.ENDED:
        ahead.filter(due__gt=row.over_on).delete()
    note(f"opportunities.placement_{to}", by=by, about=row)
    return True


@transaction.atomic
def application_over(application: Application) -> None:
    """Nothing comes of the application any more, so nothing does of anybody's placement with it."""
    for row in PlacementRecord.objects.filter(application=application.pk).order_by("pk"):
        finish_record(row, PlacementState.ENDED, by=None)


@transaction.atomic
def end_of(application: Application, person: Person) -> None:
    """One of a team has left: theirs ends, the others' go on."""
    for row in PlacementRecord.objects.filter(application=application.pk, person=person):
        finish_record(row, PlacementState.ENDED, by=None)


def everybody_agreed(application: Application) -> bool:
    """Whether each who has a place with it has an agreement in force: only then is it *placed*.

    A host takes a team as one, so it is confirmed with the last agreement and not with the first. Whoever
    left is not waited for; those who agreed early begin all the same, each record going its own way.
    """
    people = {person.pk for person in teams.people(application)}
    rows = PlacementRecord.objects.filter(application=application.pk).on_pathway()
    return people <= set(rows.values_list("person_id", flat=True))
