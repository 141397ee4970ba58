"""The counts kept in memory are those of the database, whatever was asked and whatever changed."""

import datetime
import random

import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from mission.models import District, Node, Priority, Theme
from opportunities import filters, finding
from opportunities.choices import Kind
from opportunities.finding import asking
from opportunities.models import Opportunity
from skills.models import Skill
from tests.factories.crowd import TODAY, lay

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        for name in ("Health", "Transport"):
            Theme.objects.get_or_create(slug=name.lower(), defaults={"name": name})
        lay(300)
        yield
        transaction.set_rollback(True)


def some_address(chance: random.Random) -> QueryDict:
    """A list's address with some of the filters in force."""
    known = {name: [str(value) for value, _ in options] for name, options in asking.FIXED.items()}
    for name, records in (
        ("district", District),
        ("theme", Theme),
        ("skill", Skill),
        ("priority", Priority),
        ("node", Node),
    ):
        known[name] = list(records.objects.values_list("slug", flat=True)[:6])
    asked = QueryDict(mutable=True)
    for name, values in known.items():
        if values and chance.random() < 0.22:
            asked.setlist(name, chance.sample(values, chance.randint(1, min(3, len(values)))))
    return asked


def by_database(chosen: asking.Chosen, kind: str, ended: bool):
    rows = Opportunity.objects.public()
    if not ended:
        rows = rows.filter(pk__in=open_keys())
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(asking.rule(chosen, today=TODAY)).order_by()


def open_keys() -> list[int]:
    """Open on the day of the test."""
    rows = Opportunity.objects.public().filter(state__lifecycle="open")
    return [
        row.pk
        for row in rows.select_related("state")
        if row.state.seats_taken < row.state.seats_cap and (not row.closes or row.closes >= TODAY)
    ]


def look_at(chosen: asking.Chosen, kind: str = "", ended: bool = False) -> finding.Look:
    return finding.Look(finding.current(), asking.keys(chosen), today=TODAY, kind=kind, ended=ended)


@pytest.mark.parametrize("seed", range(25))
def test_every_count_is_that_of_the_database(many, seed):
    chance = random.Random(seed)
    address, kind, ended = (
        some_address(chance),
        chance.choice(["", "", *Kind.values]),
        seed % 3 == 0,
    )
    chosen = asking.read(address)

    look = look_at(chosen, kind, ended)

    found = by_database(chosen, kind, ended)
    assert set(look.ordered("new").tolist()) == set(found.values_list("pk", flat=True)), address
    assert len(look) == found.count()
    for name in asking.TITLES:
        values = (
            [value for value, _ in asking.FIXED[name]]
            if name in asking.FIXED
            else list(
                {
                    "district": District,
                    "theme": Theme,
                    "skill": Skill,
                    "priority": Priority,
                    "node": Node,
                }[name].objects.all()[:8]
            )
        )
        counts = look.counts(name)
        for value in values:
            alone = chosen | {name: [value]}
            expected = by_database(alone, kind, ended).count()
            assert counts.get(getattr(value, "pk", value), 0) == expected, (address, name, value)


def test_orders_are_those_of_the_database(many):
    look = look_at(asking.read(QueryDict()), ended=True)
    rows = Opportunity.objects.public()

    newest = rows.order_by("-first_published_at", "-pk").values_list("pk", flat=True)

    assert look.ordered("new").tolist() == list(newest)
    closes = [row.closes or datetime.date.max for row in _in_order(look.ordered("closing"))]
    assert closes == sorted(closes)
    titles = [row.title.casefold() for row in _in_order(look.ordered("title"))]
    assert titles == sorted(titles)


def test_nearest_first_counts_borders_and_remote_work_is_next_door(many):
    start = District.objects.get(slug="coventry")
    borders = District.neighbours.through.objects.values_list("from_district", "to_district")
    rings = filters.rings(start.pk, borders)

    rows = _in_order(look_at(asking.read(QueryDict()), ended=True).ordered("near", rings=rings))

    away = [
        min(rings.get(row.district_id, 99), 1 if row.pattern == "remote" else 99) for row in rows
    ]
    assert away == sorted(away)
    assert away[0] == 0
    assert rings[start.pk] == 0
    assert set(rings.values()) >= {0, 1, 2}


def _in_order(keys) -> list[Opportunity]:
    rows = Opportunity.objects.in_bulk(keys.tolist())
    return [rows[key] for key in keys.tolist()]


def test_the_list_asks_the_same_number_of_queries_at_any_size(client, many):
    address = "/opportunities/?skill=mapping&host=community&hours=few&level=2&closing=month&sort=near&near=coventry"
    client.get(address)
    counts = []
    for seed in (7, 8):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len([row for row in asked if "SAVEPOINT" not in row["sql"]]))
        lay(40, seed=seed)
    assert counts[0] == counts[1] <= 15, counts


def test_the_page_says_what_the_index_says(client, many):
    answer = client.get("/opportunities/?closed=yes&sort=title")

    facets = {facet["name"]: facet["options"] for facet in answer.context["facets"]}
    kinds = dict(
        Opportunity.objects.public().order_by().values_list("kind").annotate(number=Count("pk"))
    )
    assert {one["value"]: one["count"] for one in facets["kind"]} == kinds
    areas = {one["value"]: one["count"] for one in facets["district"]}
    tiles = {tile["name"]: tile["count"] for tile in answer.context["tiles"]}
    assert sum(areas.values()) == sum(tiles.values()) > 0
