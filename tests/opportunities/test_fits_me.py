"""What fits the reader first: from the matcher, with its reasons, under any filters."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opportunities import fitting, services
from opportunities.models import Opportunity
from tests.factories import matching
from tests.factories.opportunities import make_skill
from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.django_db
RADIO = '<input type="radio" name="sort" value="fits"'
WORDS = {
    "supply": {
        "yours": [{"text": "Moves mapping up a level", "state": "yes"}],
        "theirs": [{"text": "Statistics", "state": "near", "note": "They ask expert"}],
        "missing": "",
        "change": "",
        "notes": [],
    }
}


def reader(**holds: int) -> Any:
    return matching.person(holds=holds or {"Statistics": 2})


def ask(client: Client, path: str = "/opportunities/?sort=fits") -> Any:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer


def shown(answer: Any) -> list[str]:
    return [row["title"] for row in answer.context["rows"]]


@pytest.fixture
def three(client: Client) -> Any:
    """The oldest is matched best, the middle one asks for a skill held, the newest for another."""
    person = reader()
    made = [
        matching.ChallengeFactory(title=title, asks={skill: 2})
        for title, skill in (("Matched", "Welding"), ("Shared", "Statistics"), ("New", "Welding"))
    ]
    second = matching.PlacementFactory(title="Second", asks={"Welding": 1})
    matching.match(made[0], person=person, joint=9000, reasons={"words": WORDS})
    matching.match(second, person=person, joint=2000, reasons={"words": WORDS})
    client.force_login(person.user)
    return person


def test_matches_come_first_then_skills_then_the_newest(client: Client, three: Any) -> None:
    answer = ask(client)

    assert shown(answer) == ["Matched", "Second", "Shared", "New"]
    why = {row["title"]: row.get("why") for row in answer.context["rows"]}
    assert [line["text"] for line in why["Matched"]] == ["Moves mapping up a level", "Statistics"]
    assert why["Shared"][0]["text"] == "You have the one skill it asks for"
    assert why["New"] == []
    assert "Moves mapping up a level" in answer.content.decode()
    assert RADIO in answer.content.decode()


def test_it_goes_with_filters_words_and_files(client: Client, three: Any) -> None:
    assert shown(ask(client, "/placements/?sort=fits")) == ["Second"]
    assert shown(ask(client, "/opportunities/?sort=fits&kind=challenge&skill=welding")) == [
        "Matched",
        "New",
    ]
    lines = client.get("/opportunities/export.csv?sort=fits").content.decode().splitlines()
    assert ["Matched" in lines[1], "Second" in lines[2]] == [True, True]


def test_pages_do_not_overlap_and_cost_the_same(client: Client) -> None:
    person = reader()
    client.force_login(person.user)
    for number in range(45):
        made = matching.ChallengeFactory(asks={"Statistics": 1})
        if number % 2:
            matching.match(made, person=person, joint=5000, reasons={"words": WORDS})
    ask(client)
    seen, costs = [], []
    for page in (1, 2, 3):
        with CaptureQueriesContext(connection) as queries:
            seen += shown(ask(client, f"/opportunities/?sort=fits&page={page}"))
        costs.append(len(queries))

    assert len(seen) == len(set(seen)) == 45
    assert len(set(costs)) == 1
    assert costs[0] <= 15


def test_somebody_who_closed_their_profile_is_not_matched(client: Client, three: Any) -> None:
    three.visibility = "private"
    three.save()

    assert shown(ask(client)) == ["Shared", "Second", "New", "Matched"]


def test_nobody_sees_the_fits_of_another(client: Client, three: Any) -> None:
    other = reader(Cooking=1)
    client.force_login(other.user)

    assert shown(ask(client)) == ["Second", "New", "Shared", "Matched"]


def test_a_stranger_is_asked_to_sign_in(client: Client, three: Any) -> None:
    client.logout()

    answer = ask(client, "/challenges/?sort=fits&skill=welding")

    text = answer.content.decode()
    assert RADIO not in text
    assert "To see what fits you first," in text
    assert "/accounts/login/?next=%2Fchallenges%2F%3Fsort%3Dfits%26skill%3Dwelding" in text


@pytest.mark.parametrize("with_profile", [True, False])
def test_whoever_has_no_skills_is_told_what_is_missing(client: Client, with_profile: bool) -> None:
    user = matching.PersonFactory(visibility="matched").user if with_profile else UserFactory()
    client.force_login(user)

    text = ask(client).content.decode()

    assert RADIO not in text
    assert "say what you can do" in text
    assert "/me/profile/skills/" in text


def test_a_saved_search_keeps_that_order(client: Client, three: Any) -> None:
    saved = services.save_search(
        by=three.user, name="Mine", kind="challenge", query="sort=fits&skill=welding",
        alerts="off",
    )  # fmt: skip

    assert saved.get_absolute_url() == "/challenges/?skill=welding&sort=fits"
    assert saved.said.endswith("what fits you first")
    assert shown(ask(client, saved.get_absolute_url())) == ["Matched", "New"]


def test_a_score_for_what_is_not_listed_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {10**12: 5, 0: 7}
    monkeypatch.setattr(
        fitting, "MATCHERS", {"x": fitting.Matcher("x", lambda person: gone, lambda *_: {})}
    )
    person = reader()

    from opportunities import finding

    look = finding.Look(finding.current(), {}, today=matching.timezone.localdate())
    keys = look.ordered("fits", scores=fitting.scores(person), held=[make_skill("X").pk])

    assert keys.tolist() == list(Opportunity.objects.open().values_list("pk", flat=True))


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="Two matchers"):
        fitting.register(
            fitting.Matcher("matching", scores=lambda person: {}, reasons=lambda *_: {})
        )
