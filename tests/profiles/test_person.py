"""A person's profile: parts, affiliation, access needs, seeing it with the eyes of others."""

import pytest

from common.models import ActivityEntry
from profiles import services
from profiles.models import AccessNeeds, HeldSkill, Person
from profiles.names import mixes_alphabets
from profiles.queries import improvements, portrait, reach_in_words
from profiles.queries.portraits import days_in_words
from tests.factories.matching import skill
from tests.factories.profiles import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client):
    """Somebody with a profile, signed in."""
    person = PersonFactory(matched=True, name="Noor Okafor")
    client.force_login(person.user)
    return person


def test_profile_shows_all_parts_in_few_queries(client, own, django_assert_max_num_queries):
    client.get("/me/profile/")

    with django_assert_max_num_queries(15):
        page = client.get("/me/profile/").content.decode()

    parts = ("about", "skills", "learn", "when", "study", "links", "access", "seen")
    assert [f"/me/profile/{part}/" in page for part in parts] == [True] * 8


@pytest.mark.parametrize("skills", [1, 8])
def test_profile_takes_the_same_queries_with_more_skills(
    client, own, skills, django_assert_num_queries
):
    for n in range(skills):
        HeldSkill.objects.create(person=own, skill=skill(f"Skill {n}"), level=2)
    client.get("/me/profile/")

    with django_assert_num_queries(8):
        client.get("/me/profile/")


def test_days_links_and_ways_are_kept(client, own):
    places = list(client.get("/me/profile/when/").context["form"].fields["reach"].districts)

    client.post(
        "/me/profile/when/",
        {
            "days": ["tue", "thu"],
            f"reach_{places[0].slug}": "train",
            f"reach_{places[1].slug}": "any",
        },
    )
    client.post(
        "/me/profile/links/", {"links": "https://noor.example/work\n\nhttps://noor.example/work"}
    )

    own.refresh_from_db()
    assert own.days == ["tue", "thu"]
    assert own.links == ["https://noor.example/work"]
    assert reach_in_words(own) == [f"{places[0].name} by train", places[1].name]
    assert set(own.reach.all()) == {places[0], places[1]}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        (["thu", "tue"], "Tuesday and Thursday"),
        (["mon", "tue", "wed", "thu", "fri"], "Monday to Friday"),
        (["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "Any day"),
        (["mon"], "Monday"),
    ],
)
def test_days_in_words(days, words):
    assert days_in_words(days) == words


@pytest.mark.parametrize(
    "links",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://forum.example@evil.example/",
        "https://[::1",
        "//evil.example",
        "https://a.example/" + "x" * 300,
        "\n".join(f"https://a.example/{n}" for n in range(6)),
        "https://a b.example",
    ],
)
def test_link_that_is_no_web_address_is_refused(client, own, links):
    answer = client.post("/me/profile/links/", {"links": links})

    assert answer.status_code == 422
    assert Person.objects.get(pk=own.pk).links == []


def test_evidence_is_kept_beside_its_skill(client, own):
    mapping = skill("Mapping")
    HeldSkill.objects.create(person=own, skill=mapping, level=2)

    client.post(
        "/me/profile/skills/",
        {f"level_{mapping.pk}": "3", f"evidence_{mapping.pk}": "Module GE201", "action": "save"},
    )

    row = own.held.get()
    assert (row.level, row.evidence) == (3, "Module GE201")


@pytest.mark.parametrize("level", ["5", "-1", "99999999999", "expert", "2.5"])
def test_level_out_of_range_is_refused(client, own, level):
    mapping = skill("Mapping")

    answer = client.post("/me/profile/skills/", {f"level_{mapping.pk}": level, "action": "save"})

    assert answer.status_code == 422
    assert not own.held.exists()


def test_ten_thousand_skills_at_once_are_refused(client, own):
    many = {f"level_{n}": "2" for n in range(10_000)}

    answer = client.post("/me/profile/skills/", {**many, "action": "save"})

    assert answer.status_code == 413
    with pytest.raises(services.TooManySkills):
        services.set_skills(own, held=dict.fromkeys(range(10_000), 2), by=own.user)
    assert not own.held.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Noor \u202eevil", "Noor evil"),
        ("No\u200bor\ufeff", "Noor"),
        ("  Noor   Okafor ", "Noor Okafor"),
        ("Zoë Ó Briain", "Zoë Ó Briain"),
        ("Ελένη Παπαδοπούλου", "Ελένη Παπαδοπούλου"),
        ("Наталія Smith", "Наталія Smith"),
    ],
)
def test_name_loses_what_cannot_be_seen(client, own, typed, kept):
    client.post("/me/profile/about/", {"name": typed, "stage": "student"})

    own.refresh_from_db()
    assert own.name == kept


@pytest.mark.parametrize(
    "typed", ["N\u043e\u043er Okafor", "Αpple", "\u200b\u202e", "---", "N" * 121]
)
def test_name_that_imitates_another_or_says_nothing_is_refused(client, own, typed):
    answer = client.post("/me/profile/about/", {"name": typed, "stage": "student"})

    own.refresh_from_db()
    assert answer.status_code == 422
    assert own.name == "Noor Okafor"


def test_names_in_any_one_alphabet_mix_nothing():
    assert not any(
        map(mixes_alphabets, ["O’Brien", "李 小龙", "محمد", "D'Angelo 3rd", "Åse Ødegård"])
    )


# Access needs ----------------------------------------------------------------------------------

NEED = "A quiet room with a window"


def viewer_with(person, *scopes):
    viewer = UserFactory()
    for scope in scopes:
        services.disclose(person, viewer=viewer, scope=scope, cause="introduction:1")
    return viewer


@pytest.mark.parametrize(
    ("scopes", "shared", "visibility", "seen"),
    [
        (("contact",), True, "matched", False),
        (("access", "contact"), False, "matched", False),
        (("access", "contact"), True, "matched", True),
        (("access", "contact"), True, "private", False),
        ((), True, "public", False),
    ],
)
def test_access_needs_are_seen_after_acceptance_and_only_if_shared(
    client, scopes, shared, visibility, seen
):
    person = PersonFactory(visibility=visibility)
    services.set_access_needs(person, text=NEED, shared=shared, by=person.user)
    client.force_login(viewer_with(person, *scopes))

    page = client.get(person.get_absolute_url()).content.decode()

    assert (NEED in page) is seen


def test_access_needs_are_in_no_list_log_or_run(client, own):
    client.post("/me/profile/access/", {"text": NEED, "shared": "on"})
    client.force_login(UserFactory())

    pages = " ".join(client.get(path).content.decode() for path in ("/people/", "/search/?q=quiet"))

    assert AccessNeeds.objects.get(person=own).text == NEED
    assert NEED not in pages
    assert "quiet" not in str(list(ActivityEntry.objects.values_list("facts", flat=True)))


def test_only_the_person_sets_their_access_needs(own):
    with pytest.raises(services.people.PermissionDenied):
        services.set_access_needs(own, text=NEED, shared=True, by=UserFactory())


def test_nothing_said_is_nothing_shared(own):
    needs = services.set_access_needs(own, text="", shared=True, by=own.user)

    assert not needs.shared


# What a fuller profile would change ------------------------------------------------------------


def test_improvements_name_what_is_missing_and_end(own):
    steps = [one.step for one in improvements(own)]
    services.update_person(
        own, hours_per_week=7, available_from="2026-12-01", remote=True, by=own.user
    )
    places = PersonFactory().reach.model.objects.all()[:1]
    services.update_person(own, reach={places[0]: "bus"}, by=own.user)
    mapping = skill("Mapping")
    services.set_skills(
        own,
        held={mapping.pk: 2},
        wanted={mapping.pk: 3},
        evidence={mapping.pk: "A map"},
        by=own.user,
    )

    after = [one.step for one in improvements(Person.objects.get(pk=own.pk))]

    assert steps == ["skills", "learn", "when", "when", "about"]
    assert after == ["about"]


def test_page_never_shows_a_percentage(client, own):
    assert "%" not in client.get("/me/profile/").content.decode().split("<main")[1]


def test_portrait_holds_no_contact_for_a_reader_without_disclosure(own):
    seen = portrait(own, user=UserFactory())

    assert (seen.email, seen.access_needs, seen.used) == ("", "", frozenset())
