"""The first three minutes: one question a page, saved, skipped, taken up again."""

import pytest

from profiles.models import KeptText, Onboarding, Person
from skills.models import SkillAlias
from tests.factories.matching import ChallengeFactory, skill
from tests.factories.profiles import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(client):
    user = UserFactory(name="Noor Okafor")
    client.force_login(user)
    return user


def answer(client, step, **fields):
    return client.post(f"/me/welcome/{step}/", fields)


@pytest.mark.parametrize(
    ("purposes", "pages"),
    [
        (["apply"], ["about", "seen", "skills", "learn", "when", "done"]),
        (["offer"], ["about", "seen", "skills", "when", "done"]),
        (["post"], ["done"]),
        (["post", "offer", "apply"], ["about", "seen", "skills", "learn", "when", "done"]),
    ],
)
def test_what_brings_somebody_here_decides_what_is_asked(client, newcomer, purposes, pages):
    visited = [answer(client, "purpose", purposes=purposes).url]
    answers = {"about": {"name": "Noor", "stage": "student"}, "seen": {"visibility": "matched"}}

    while not visited[-1].endswith("/done/"):
        step = visited[-1].split("/")[-2]
        visited.append(answer(client, step, **answers.get(step, {"action": "save"})).url)

    assert visited == [f"/me/welcome/{page}/" for page in pages]
    assert client.get(visited[-1]).status_code == 200
    assert Onboarding.objects.get(user=newcomer).finished_at is not None


def test_left_and_taken_up_again_where_one_was(client, newcomer):
    answer(client, "purpose", purposes=["apply"])
    answer(client, "about", name="Noor", stage="student")

    client.logout()
    client.force_login(newcomer)

    assert client.get("/me/welcome/").url == "/me/welcome/seen/"
    assert Person.objects.get(user=newcomer).visibility == "private"


def test_every_question_can_be_skipped_and_nothing_is_opened(client, newcomer):
    answer(client, "purpose", purposes=["apply"])
    answer(client, "about", name="Noor", stage="student")
    steps = ["seen", "skills", "learn", "when"]

    went = [answer(client, step, action="skip").url for step in steps]

    assert went == [f"/me/welcome/{step}/" for step in ("skills", "learn", "when", "done")]
    person = Person.objects.get(user=newcomer)
    assert (person.visibility, person.held.count()) == ("private", 0)


@pytest.mark.parametrize("step", ["purpose", "about"])
def test_skipping_the_beginning_makes_no_profile(client, newcomer, step):
    if step == "about":
        answer(client, "purpose", purposes=["apply"])

    assert answer(client, step, action="skip").url == "/me/welcome/done/"
    assert not Person.objects.filter(user=newcomer).exists()
    assert client.get("/me/welcome/done/").status_code == 200


def test_mistakes_keep_what_was_typed(client, newcomer):
    answer(client, "purpose", purposes=["apply"])

    page = answer(client, "about", name="Noor", stage="astronaut")

    assert page.status_code == 422
    assert 'value="Noor"' in page.content.decode()
    assert answer(client, "purpose", purposes=["rule"]).status_code == 422


def test_each_choice_of_who_sees_one_has_a_picture(client, newcomer):
    answer(client, "purpose", purposes=["apply"])
    answer(client, "about", name="Noor Okafor", stage="student")

    page = client.get("/me/welcome/seen/").content.decode()

    assert page.count('class="picture"') == 4
    assert "Nothing at all" in page
    assert "A student" in page.split("A matched host sees")[1]


def test_end_shows_what_is_open_for_ones_skills(client, newcomer):
    ChallengeFactory(title="Map the referrals", slug="map", asks={"Mapping": 2})
    ChallengeFactory(title="Bake bread", slug="bake", asks={"Baking": 2})
    answer(client, "purpose", purposes=["apply"])
    answer(client, "about", name="Noor", stage="student")
    answer(client, "skills", action="save", **{f"level_{skill('Mapping').pk}": "3"})

    page = client.get("/me/welcome/done/").content.decode()

    assert "Map the referrals" in page
    assert "Bake bread" not in page


def test_strangers_sign_in_first(client):
    assert client.get("/me/welcome/purpose/").status_code == 302
    assert "/accounts/login/" in client.get("/me/welcome/").url


# Skills ----------------------------------------------------------------------------------------


@pytest.fixture
def own(client):
    person = PersonFactory()
    client.force_login(person.user)
    return person


def asked(client, **fields) -> str:
    page = client.post("/me/profile/skills/", fields)
    assert page.status_code == 200
    return page.content.decode()


def test_skill_is_found_by_any_word_people_use(client, own):
    analysis = skill("Data analysis")
    SkillAlias.objects.create(skill=analysis, text="number crunching")

    page = asked(client, action="look", find="number cru")

    assert f"level_{analysis.pk}" in page
    assert "number crunching" in page
    assert not own.held.exists()


def test_enter_after_a_name_looks_for_it(client, own):
    """The first button of the page, which Enter presses, is the one beside the text."""
    analysis = skill("Data analysis")

    page = asked(client, action="suggest", words=" ", find="data ana")

    assert f"level_{analysis.pk}" in page


def test_role_offers_its_usual_skills_with_levels(client, own):
    names = ("Data analysis", "SQL")
    analysis, sql = (skill(name) for name in names)

    page = client.post("/me/profile/skills/", {"action": "role", "role": "Data analyst"})

    form = page.context["form"]
    assert form[f"level_{analysis.pk}"].value() == "3"
    assert form[f"level_{sql.pk}"].value() == "2"
    assert not own.held.exists()


def test_role_leaves_a_level_alone_that_was_chosen(client, own):
    analysis = skill("Data analysis")

    page = client.post(
        "/me/profile/skills/",
        {"action": "role", "role": "Data analyst", f"level_{analysis.pk}": "1"},
    )

    assert page.context["form"][f"level_{analysis.pk}"].value() == "1"


def test_every_skill_of_every_role_is_in_the_vocabulary():
    from skills.reading import read_starter
    from skills.roles import roles

    known = {record.name for record in read_starter().skills}

    assert {name for levels in roles().values() for name in levels} - known == set()
    assert {level for levels in roles().values() for level in levels.values()} <= {1, 2, 3, 4}
    assert len(roles()) > 8


@pytest.mark.parametrize(("keep", "kept"), [("on", 1), ("", 0)])
def test_pasted_text_is_thrown_away_unless_kept(client, own, keep, kept):
    from common.models import ActivityEntry

    mapping = skill("Mapping")
    text = "I made maps for Aunt Philippa"

    asked(client, action="suggest", words=text)
    nothing = KeptText.objects.count()
    client.post(
        "/me/profile/skills/",
        {"action": "save", "words": text, f"level_{mapping.pk}": "2", "keep": keep},
    )

    assert nothing == 0
    assert KeptText.objects.filter(person=own, text=text).count() == kept
    assert "Philippa" not in str(list(Person.objects.values())) + str(
        list(ActivityEntry.objects.values())
    )


def test_kept_text_is_shown_to_oneself_alone_and_thrown_away(client, own):
    KeptText.objects.create(person=own, text="Aunt Philippa")
    Person.objects.filter(pk=own.pk).update(visibility="public")

    mine = client.get("/me/profile/").content.decode()
    client.force_login(UserFactory())
    theirs = client.get(own.get_absolute_url()).content.decode()
    client.force_login(own.user)
    client.post("/me/profile/kept-text/")

    assert ("Philippa" in mine, "Philippa" in theirs) == (True, False)
    assert not KeptText.objects.exists()
