"""Suggestions, completions and affinities as the site asks for them."""

import pytest

from skills import queries, services
from skills.choices import LinkKind
from skills.models import Skill
from tests.factories.skills import SkillFactory, SkillLinkFactory

pytestmark = pytest.mark.django_db


def test_suggest_for_gives_skills_in_use_with_their_words():
    mapping = SkillFactory(name="Mapping", aliases=["put it on a map"])
    SkillFactory(name="Map reading", retired=True)

    assert queries.suggest_for("Who can make maps?") == [(mapping, ("maps",))]


def test_suggest_for_hears_of_every_change():
    skill = SkillFactory(name="Beekeeping")
    text = "an apiary, and falconry"
    assert queries.suggest_for(text) == []

    services.add_alias(skill, "apiary", by=None)
    assert queries.suggest_for(text) == [(skill, ("apiary",))]
    falconry = services.create_skill(name="Falconry", by=None)
    assert {found for found, _ in queries.suggest_for(text)} == {skill, falconry}
    services.remove_alias(skill, "apiary", by=None)
    services.retire_skill(falconry, by=None)
    assert queries.suggest_for(text) == []


def test_suggest_for_builds_its_index_once(monkeypatch):
    SkillFactory(name="Beekeeping")
    built = []
    stock = queries.Index
    monkeypatch.setattr(queries, "Index", lambda terms: built.append(1) or stock(terms))

    for _ in range(3):
        queries.suggest_for("beekeeping")

    assert built == [1]


def test_suggest_for_asks_few_queries(django_assert_num_queries):
    SkillFactory(name="Beekeeping")
    queries.suggest_for("beekeeping")

    with django_assert_num_queries(4):
        queries.suggest_for("beekeeping")


def test_autocomplete_puts_beginnings_before_middles_and_names_before_aliases():
    SkillFactory(name="Big data")
    SkillFactory(name="Data analysis")
    SkillFactory(name="Statistics", aliases=["data sums"])
    SkillFactory(name="Data retired", retired=True)

    found = [(skill.name, skill.via) for skill in queries.autocomplete("DATA")]

    assert found == [("Data analysis", ""), ("Big data", ""), ("Statistics", "data sums")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pyhton", ["Python"]),
        ("", []),
        ("'\"\x00", []),
        ("%", []),
        ("zzzzzz", []),
        ("py", ["Python"]),
    ],
)
def test_autocomplete_survives_slips_and_nonsense(typed, expected):
    SkillFactory(name="Python")
    SkillFactory(name="Gardening")

    assert [skill.name for skill in queries.autocomplete(typed)] == expected


def test_autocomplete_gives_no_more_than_asked():
    for number in range(15):
        SkillFactory(name=f"Data {number:02}")

    assert len(queries.autocomplete("data")) == 10
    assert len(queries.autocomplete("data", limit=3)) == 3


def test_affinities_follow_links_and_merges():
    pandas, python, programming, sql, old = (SkillFactory() for _ in range(5))
    SkillLinkFactory(source=pandas, target=python, kind=LinkKind.BROADER)
    SkillLinkFactory(source=python, target=programming, kind=LinkKind.BROADER)
    SkillLinkFactory(source=python, target=sql, kind=LinkKind.RELATED)
    services.merge_skills(old, into=python, by=None)

    worth = queries.affinities()

    asked = {
        "same": (python, python, 1000),
        "merged": (old, python, 1000),
        "narrower held": (pandas, python, 800),
        "broader held": (python, pandas, 500),
        "two steps up": (pandas, programming, 640),
        "two steps down": (programming, pandas, 250),
        "related": (python, sql, 300),
        "related, turned": (sql, python, 300),
        "nothing": (pandas, sql, None),
    }
    assert {why: worth.get((held.pk, ask.pk)) for why, (held, ask, _) in asked.items()} == {
        why: permille for why, (_, _, permille) in asked.items()
    }


def test_neighbours_leave_out_what_is_not_in_use():
    skill, whole, part, friend = (SkillFactory() for _ in range(4))
    gone = SkillFactory(retired=True)
    SkillLinkFactory(source=skill, target=whole, kind="broader")
    SkillLinkFactory(source=part, target=skill, kind="broader")
    SkillLinkFactory(source=friend, target=skill)
    SkillLinkFactory(source=skill, target=gone)

    around = queries.neighbours(skill)

    assert (around.broader, around.narrower, around.related) == ([whole], [part], [friend])


def test_matching_needs_every_word_in_name_or_alias():
    skill = SkillFactory(name="Data cleaning", aliases=["tidy spreadsheets"])
    SkillFactory(name="Data entry")

    found = Skill.objects.matching("tidy data")

    assert list(found) == [skill]


def test_autocomplete_looks_inside_aliases_when_beginnings_are_few():
    for number in range(4):
        SkillFactory(
            name=f"Skill {number}", aliases=[f"mapping {number}", f"the mapping of {number}"]
        )
    SkillFactory(name="Cartography", aliases=["old maps and mapping"])

    found = queries.autocomplete("mapping", limit=5)

    assert [skill.via for skill in found] == [
        *(f"mapping {n}" for n in range(4)),
        "old maps and mapping",
    ]
    assert len(queries.autocomplete("mapping", limit=4)) == 4


def test_autocomplete_hears_of_every_change():
    skill = SkillFactory(name="Beekeeping")
    assert queries.autocomplete("apiar") == []

    services.add_alias(skill, "apiary work", by=None)
    assert [found.via for found in queries.autocomplete("apiar")] == ["apiary work"]
    services.remove_alias(skill, "apiary work", by=None)
    assert queries.autocomplete("apiar") == []
    services.retire_skill(skill, by=None)
    assert queries.autocomplete("bee") == []


def test_autocomplete_finds_an_alias_by_its_first_letters_and_asks_two_queries(
    django_assert_num_queries,
):
    wanted = SkillFactory(name="Statistics", aliases=["number crunching"])
    for number in range(12):
        SkillFactory(name=f"Renumbering {number}")
    queries.autocomplete("x")

    with django_assert_num_queries(2):
        found = queries.autocomplete("number cr")

    assert found == [wanted]
