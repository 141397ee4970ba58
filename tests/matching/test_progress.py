"""``manage.py match`` shows how far it is."""

import pytest
from django.core.management import call_command

from tests.factories.matching import ChallengeFactory, person

pytestmark = pytest.mark.django_db


def test_the_bar_counts_opportunities(capsys):
    person(holds={"Mapping": 2})
    for _ in range(3):
        ChallengeFactory(asks={"Mapping": 2})

    call_command("match")

    assert "1/3" in capsys.readouterr().err
