"""Two custodians in the editor with the same record: the second is asked first."""

import re

import pytest
from django.urls import reverse

from mission.models import Strand
from tests.factories.profiles import CustodianFactory

pytestmark = pytest.mark.django_db


def version_on(page) -> str:
    return re.search(r'name="version" value="([0-9a-f]{64})"', page.content.decode())[1]


def test_whoever_saves_second_is_asked_and_loses_nothing(client):
    client.force_login(CustodianFactory())
    strand = Strand.objects.first()
    here = reverse("wagtailsnippets_mission_strand:edit", args=[strand.pk])
    seen = version_on(client.get(here))

    def save(summary, version):
        values = {name: getattr(strand, name) for name in ("title", "slug", "order", "short")}
        return client.post(here, {**values, "summary": summary, "version": version})

    first = save("What the first wrote.", seen)
    second = save("What the second wrote.", seen)
    strand.refresh_from_db()

    assert first.status_code == 302
    assert "Somebody else saved changes" in second.content.decode()
    assert "What the second wrote." in second.content.decode()
    assert strand.summary == "What the first wrote."

    third = save("What the second wrote.", version_on(second))
    strand.refresh_from_db()

    assert third.status_code == 302
    assert strand.summary == "What the second wrote."
