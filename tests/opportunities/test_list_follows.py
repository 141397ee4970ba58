"""A list follows whatever changes, at once and in every process, and reads no more again than it must."""

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from opportunities import finding, services
from opportunities.finding import asking
from opportunities.finding import index as kept
from opportunities.models import ListChange, Opportunity
from profiles.services import suspend_organisation, update_organisation, verify_organisation
from tests.factories.crowd import TODAY, lay
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory

pytestmark = pytest.mark.django_db


def test_an_empty_town_counts_nothing():
    asked = asking.keys(asking.read(QueryDict("skill=mapping&level=2&closing=week")))
    look = finding.Look(finding.current(), asked, today=TODAY)

    assert len(look) == 0
    assert look.ordered("title").tolist() == []
    assert look.ordered("near", rings={1: 0}).tolist() == []
    assert not any(any(look.counts(name).values()) for name in asking.TITLES)


def shown(client, query: str = "") -> int:
    return client.get(f"/opportunities/?{query}").context["page"].paginator.count


def test_a_list_hears_of_every_change_at_once(client):
    assert shown(client) == 0
    one = ChallengeFactory(live=True, requirements=[("Mapping", 2, True)])
    assert shown(client, "skill=mapping&level=2") == 1

    services.take_seat(one)
    assert shown(client) == 0
    services.free_seat(one)
    assert shown(client) == 1

    services.close(one, by=None)
    assert shown(client) == 0
    assert shown(client, "closed=yes") == 1

    one.unpublish()
    assert shown(client, "closed=yes") == 0


def test_an_organisation_that_leaves_takes_its_work_along_and_brings_it_back(client):
    one = ChallengeFactory(live=True)
    lead = one.organisation.memberships.get().user
    assert shown(client, f"host={one.organisation.kind}") == 1

    update_organisation(one.organisation, by=lead, name="Another name")
    assert shown(client) == 0
    verify_organisation(one.organisation, by=CustodianFactory())
    assert shown(client) == 1
    update_organisation(one.organisation, by=lead, kind="university")
    assert shown(client, "host=university") == 1
    suspend_organisation(one.organisation, by=CustodianFactory(), reason="Nobody answers.")
    assert shown(client) == 0


def test_only_what_changed_is_read_again(client):
    ChallengeFactory(live=True)
    other = ChallengeFactory(live=True)
    shown(client)
    with CaptureQueriesContext(connection) as asked:
        finding.current()
    assert len(asked) == 1

    services.close(other, by=None)
    with CaptureQueriesContext(connection) as asked:
        index = finding.current()

    assert any(f"IN ({other.pk})" in row["sql"] for row in asked), [r["sql"] for r in asked]
    fresh = finding.Index(finding.index.columns.read())
    for name, column in fresh.facts.items():
        assert column.tolist() == index.facts[name].tolist(), name
    for name, rows in fresh.rows.items():
        pairs = sorted(zip(rows.tolist(), fresh.tags[name].tolist(), strict=True))
        assert pairs == sorted(
            zip(index.rows[name].tolist(), index.tags[name].tolist(), strict=True)
        )


def test_what_was_rolled_back_is_forgotten(client):
    with transaction.atomic():
        ChallengeFactory(live=True)
        assert shown(client) == 1
        transaction.set_rollback(True)
    assert shown(client) == 0


def test_many_made_without_a_word_are_seen_too(client):
    lay(20, seed=5)
    first = shown(client, "closed=yes")
    lay(20, seed=6)
    assert shown(client, "closed=yes") > first > 0


def test_old_changes_are_pruned_and_nothing_is_lost(client, monkeypatch):
    monkeypatch.setattr(kept, "KEPT", 3)
    one = ChallengeFactory(live=True)
    finding.touched(*[one.pk] * 5)
    assert finding.prune() > 0
    assert ListChange.objects.count() == 3
    assert shown(client) == 1


def test_a_hidden_one_is_never_drawn_from_an_old_index(client, monkeypatch):
    """Counts may lag behind; what is drawn may not."""
    one = ChallengeFactory(live=True, title="Taken down meanwhile")
    index = finding.current()
    Opportunity.objects.filter(pk=one.pk).update(live=False)
    monkeypatch.setattr(finding, "current", lambda: index)

    for path in ("", "export.csv", "feed.atom"):
        assert "Taken down meanwhile" not in client.get(f"/opportunities/{path}").content.decode()
