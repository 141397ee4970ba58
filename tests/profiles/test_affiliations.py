"""Where somebody studies, confirmed by an address of that university."""

import re

import pytest

from common.models import ActivityEntry, Message
from profiles.models import Person
from profiles.services.affiliations import MAILS_A_DAY
from tests.factories.profiles import OrganisationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client):
    """Somebody with a profile, signed in."""
    person = PersonFactory(matched=True, name="Noor Okafor")
    client.force_login(person.user)
    return person


@pytest.fixture
def university():
    return OrganisationFactory(
        name="Severn University", slug="severn", kind="university", email_domains="severn.ac.uk\n"
    )


def link_in_last_mail() -> str:
    body = Message.objects.filter(kind="profiles_affiliation").latest("pk").body
    return re.search(r"/me/affiliation/\S+", body).group()


def test_own_address_of_the_university_confirms_at_once(client, university):
    person = PersonFactory(user=UserFactory(email="noor@student.severn.ac.uk"))
    client.force_login(person.user)

    client.post("/me/profile/study/", {"affiliation": "severn"})

    person.refresh_from_db()
    assert person.affiliation == university
    assert person.affiliation_confirmed_on is not None


def test_link_in_the_mail_confirms_once(client, own, university):
    client.post("/me/profile/study/", {"affiliation": "severn", "address": "N.Okafor@severn.ac.uk"})
    own.refresh_from_db()
    before = own.affiliation_confirmed_on
    link = link_in_last_mail()

    opened = client.get(link)
    own.refresh_from_db()
    only_opened = own.affiliation_confirmed_on
    client.post(link)
    client.post(link)

    own.refresh_from_db()
    assert (before, only_opened, opened.status_code) == (None, None, 200)
    assert own.affiliation_confirmed_on is not None
    assert ActivityEntry.objects.filter(verb="profiles.affiliation_confirmed").count() == 1
    assert "severn.ac.uk" not in str(list(Person.objects.filter(pk=own.pk).values()))


def test_link_of_somebody_else_is_missing(client, own, university):
    client.post("/me/profile/study/", {"affiliation": "severn", "address": "n@severn.ac.uk"})
    link = link_in_last_mail()
    thief = PersonFactory()
    client.force_login(thief.user)

    answers = [client.post(link).status_code, client.post("/me/affiliation/nonsense/").status_code]

    thief.refresh_from_db()
    own.refresh_from_db()
    assert answers == [404, 404]
    assert (thief.affiliation_confirmed_on, own.affiliation_confirmed_on) == (None, None)


def test_link_is_void_after_another_choice_or_another_domain(client, own, university):
    other = OrganisationFactory(name="Trent University", slug="trent", kind="university")
    client.post("/me/profile/study/", {"affiliation": "severn", "address": "n@severn.ac.uk"})
    link = link_in_last_mail()

    client.post("/me/profile/study/", {"affiliation": "trent"})
    client.post(link)
    own.refresh_from_db()
    after_choice = own.affiliation_confirmed_on
    client.post("/me/profile/study/", {"affiliation": "severn"})
    university.email_domains = "new.ac.uk"
    university.save()
    client.post(link)

    own.refresh_from_db()
    assert own.affiliation == university
    assert (after_choice, own.affiliation_confirmed_on) == (None, None)
    assert other.affiliated.count() == 0


@pytest.mark.parametrize(
    "address",
    ["n@evilsevern.ac.uk", "n@severn.ac.uk.evil.example", "n@x@severn.ac.uk", "@severn.ac.uk"],
)
def test_address_elsewhere_is_sent_nothing(client, own, university, address):
    answer = client.post("/me/profile/study/", {"affiliation": "severn", "address": address})

    assert answer.status_code == 422
    assert not Message.objects.filter(kind="profiles_affiliation").exists()


def test_no_more_than_three_mails_a_day(client, own, university):
    answers = [
        client.post(
            "/me/profile/study/", {"affiliation": "severn", "address": f"n{n}@severn.ac.uk"}
        ).status_code
        for n in range(MAILS_A_DAY + 1)
    ]

    assert answers == [302] * MAILS_A_DAY + [422]
    assert Message.objects.filter(kind="profiles_affiliation").count() == MAILS_A_DAY


def test_only_confirmed_universities_can_be_chosen(client, own):
    OrganisationFactory(name="Waiting", slug="waiting", kind="university", state="unverified")
    OrganisationFactory(name="Shop", slug="shop", kind="business")

    answers = [
        client.post("/me/profile/study/", {"affiliation": slug}).status_code
        for slug in ("waiting", "shop")
    ]

    assert answers == [422, 422]
