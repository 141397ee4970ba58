"""Two skills become one, and nobody loses what they can do."""

import pytest

from opportunities.models import Requirement
from profiles.models import HeldSkill, WantedSkill
from skills.models import Skill
from skills.services import merge_skills
from tests.factories import matching as make
from tests.factories.profiles import PersonFactory

pytestmark = pytest.mark.django_db


def test_what_people_hold_and_work_asks_for_follows_a_merge():
    old = Skill.objects.create(name="Map making", slug="map-making")
    new = Skill.objects.create(name="Mapping", slug="mapping")
    both, one = PersonFactory(), PersonFactory()
    HeldSkill.objects.create(person=both, skill=old, level=4)
    HeldSkill.objects.create(person=both, skill=new, level=2)
    HeldSkill.objects.create(person=one, skill=old, level=1)
    WantedSkill.objects.create(person=one, skill=old, level=3)
    challenge = make.ChallengeFactory()
    Requirement.objects.create(opportunity_id=challenge.pk, skill=old, level=2)

    merge_skills(old, into=new, by=None)

    assert list(both.held.values_list("skill", "level")) == [(new.pk, 4)]
    assert list(one.held.values_list("skill", "level")) == [(new.pk, 1)]
    assert list(one.wanted.values_list("skill", "level")) == [(new.pk, 3)]
    assert not Requirement.objects.filter(skill=old).exists()
    assert Requirement.objects.filter(skill=new, opportunity_id=challenge.pk).exists()
