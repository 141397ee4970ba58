"""The vocabulary's pages: what they show, and at what cost."""

import pytest
from django.urls import reverse

from skills import services
from skills.models import SourceRecord
from tests.factories.skills import SkillFactory, SkillLinkFactory

pytestmark = pytest.mark.django_db
LIST = "/skills/"
LIST_QUERIES = 5
HOSTILE = [
    "'",
    '"',
    "\\",
    "%",
    "_",
    "<script>",
    "😀",
    "\u202e",
    "a" * 5000,
    "' OR 1=1 --",
    "(",
    "*",
]


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_list_asks_the_same_few_queries_for_any_number_of_rows(
    client, django_assert_num_queries, rows
):
    for number in range(rows):
        SkillFactory(name=f"Skill {number:03}", aliases=[f"word {number}"])
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


def test_list_groups_by_letter_and_shows_aliases(client):
    SkillFactory(name="Mapping", aliases=["maps"])
    SkillFactory(name="3D modelling")

    response = client.get(LIST)

    groups = [(g["letter"], [s.name for s in g["skills"]]) for g in response.context["groups"]]
    assert groups == [("0-9", ["3D modelling"]), ("M", ["Mapping"])]
    assert "Also: maps" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Excel", "Mapping", "Mining"]),
        ("?q=maps", ["Mapping"]),
        ("?kind=tool", ["Excel"]),
        ("?letter=m", ["Mapping", "Mining"]),
        ("?letter=m&q=min", ["Mining"]),
        ("?letter=%00&kind=nonsense&page=zzz", ["Excel", "Mapping", "Mining"]),
        ("?q=nothing+here", []),
    ],
)
def test_list_narrows_by_what_the_address_says(client, query, expected):
    SkillFactory(name="Mapping", aliases=["maps"])
    SkillFactory(name="Mining")
    SkillFactory(name="Excel", kind="tool")
    SkillFactory(name="Gone", retired=True)

    if "%00" in query:
        assert client.get(LIST + query).status_code in (200, 400)
        query = "?kind=nonsense&page=zzz"
    page = client.get(LIST + query).context["page_obj"]

    assert [skill.name for skill in page.object_list] == expected


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("address", [LIST, "/skills/autocomplete/"])
def test_pages_survive_hostile_text(client, address, text):
    SkillFactory(name="Mapping")

    assert client.get(address, {"q": text}).status_code in (200, 400, 414)


def test_detail_shows_levels_words_and_neighbours(client, django_assert_max_num_queries):
    skill = SkillFactory(name="Mapping", aliases=["cartography"])
    SkillLinkFactory(source=skill, target=SkillFactory(name="GIS"), kind="broader")
    SkillLinkFactory(source=SkillFactory(name="Web mapping"), target=skill, kind="broader")
    levels = {"working": "You can:\n- draw a map"}
    SourceRecord.objects.create(skill=skill, source="ddat", key="m", content={"levels": levels})

    with django_assert_max_num_queries(15):
        page = client.get(skill.get_absolute_url()).content.decode()

    for words in ("Practitioner", "cartography", "GIS", "Web mapping", "draw a map", "Crown"):
        assert words in page


def test_detail_of_a_merged_skill_leads_on(client):
    old, heir = SkillFactory(name="Dataviz"), SkillFactory(name="Data visualisation")
    services.merge_skills(old, into=heir, by=None)

    response = client.get(old.get_absolute_url())

    assert (response.status_code, response["Location"]) == (301, heir.get_absolute_url())
    assert "Dataviz" in client.get(heir.get_absolute_url()).content.decode()


def test_detail_of_a_retired_skill_says_so_and_is_not_indexed(client):
    skill = SkillFactory(retired=True)

    page = client.get(skill.get_absolute_url()).content.decode()

    assert "No longer in use" in page
    assert "noindex" in page


def test_detail_of_an_unknown_skill_is_404(client):
    assert client.get(reverse("skills:detail", args=["nothing"])).status_code == 404


def test_autocomplete_is_a_fragment_for_htmx_and_a_page_without_it(client):
    SkillFactory(name="Mapping", aliases=["cartography"])
    address = "/skills/autocomplete/?q=carto"

    whole = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" in whole
    assert "<html" not in part
    for page in (whole, part):
        assert "Mapping" in page
        assert "cartography" in page
