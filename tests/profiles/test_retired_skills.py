"""Skills that the vocabulary no longer offers stay with those who have them."""

import pytest

from profiles.models import Offer, OfferSkill, Person
from skills.models import Skill
from tests.factories.matching import person, skill
from tests.factories.profiles import OfferFactory, UserFactory

pytestmark = pytest.mark.django_db


def retire(name: str) -> Skill:
    found = skill(name)
    Skill.objects.filter(pk=found.pk).update(status="retired")
    return found


def levels(rows) -> dict[str, int]:
    return dict(rows.values_list("skill__name", "level"))


@pytest.mark.parametrize(("page", "kind"), [("skills", "held"), ("learn", "wanted")])
def test_retired_skill_of_a_person_is_shown_and_stays(client, page, kind) -> None:
    own = person(holds={"Mapping": 3, "SQL": 2}, wants={"Mapping": 3, "SQL": 2})
    gone, sql = retire("Mapping"), skill("SQL")
    client.force_login(own.user)

    shown = client.get(f"/me/profile/{page}/").context["form"]
    fields = {field.html_name: field.value() for field in shown.level_fields()}
    client.post(f"/me/profile/{page}/", {**fields, "action": "save", f"level_{sql.pk}": "4"})

    assert shown.fields[f"level_{gone.pk}"].label == "Mapping (no longer in use)"
    assert levels(getattr(own, kind)) == {"Mapping": 3, "SQL": 4}


def test_retired_skill_goes_when_its_owner_leaves_it_out(client) -> None:
    own = person(holds={"Mapping": 3})
    gone = retire("Mapping")
    client.force_login(own.user)

    client.post("/me/profile/skills/", {"action": "save", f"level_{gone.pk}": "0"})

    assert levels(own.held) == {}


def test_skill_that_the_page_did_not_show_stays(client) -> None:
    """Also a page that was opened before the skill was chosen in another window."""
    own = person(holds={"Mapping": 3, "SQL": 2})
    client.force_login(own.user)

    client.post("/me/profile/skills/", {"action": "save", f"level_{skill('SQL').pk}": "0"})

    assert levels(own.held) == {"Mapping": 3}


def test_retired_skill_is_offered_to_nobody_else(client) -> None:
    gone = retire("Mapping")
    own = person(holds={"SQL": 2})
    client.force_login(own.user)

    answer = client.post("/me/profile/skills/", {"action": "save", f"level_{gone.pk}": "2"})

    assert answer.status_code == 302
    assert levels(Person.objects.get(pk=own.pk).held) == {"SQL": 2}


def test_retired_skill_of_an_offer_is_shown_and_stays(client) -> None:
    giver = UserFactory()
    offer = OfferFactory(
        organisation=None, live=False, state={"owner": giver, "submitted_by": giver}
    )
    for name in ("Mapping", "SQL"):
        OfferSkill.objects.create(offer=offer, skill=skill(name), level=2)
    gone = retire("Mapping")
    client.force_login(giver)
    path = f"/offers/{offer.slug}/skills/"

    page = client.get(path).content.decode()
    client.post(path, {"action": "save", f"level_{skill('SQL').pk}": "4"})

    draft = Offer.objects.get(pk=offer.pk).get_latest_revision_as_object()
    assert "Mapping (no longer in use)" in page
    assert {row.skill_id: row.level for row in draft.skills.all()} == {
        gone.pk: 2,
        skill("SQL").pk: 4,
    }
