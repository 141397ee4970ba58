"""A placement named beside the skills it was for, when the person chooses so."""

from django.db import transaction

from common.policies import demand
from profiles.models import HeldSkill, User
from profiles.services import set_skills

from .. import policies_of_placements as policies
from ..models import PlacementRecord
from .agreeing import agreed_of

LONGEST = 200


@transaction.atomic
def add_evidence(record: PlacementRecord, *, by: User) -> int:
    """Add a line to the evidence of those held skills that were aims; returns how many it was added to.

    Levels stay the person's own judgement. Twice is once. Raises Http404 for anybody else.
    """
    demand(policies.is_placed(by, record), hidden=True)
    agreement, person = agreed_of(record), record.person
    if agreement is None or person is None:
        return 0
    year = f", {agreement.ends.year}" if agreement.ends else ""
    line = f"Placement at {record.opportunity.hosts}{year}"
    aims = {skill_id for skill_id, _ in agreement.skills}
    added = {}
    for row in HeldSkill.objects.filter(person=person, skill_id__in=aims):
        text = f"{row.evidence}; {line}" if row.evidence else line
        if line not in row.evidence and len(text) <= LONGEST:
            added[row.skill_id] = text
    if added:
        set_skills(person, by=by, evidence=added)
    return len(added)
