"""A superuser's look at what is private: with a reason, half an hour, noted, the person told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from common.models import ActivityEntry, Message
from profiles import links, policies, services
from profiles.models import BrokenGlass, Person
from tests.factories.profiles import CustodianFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

WHY = "A court order of 20 November asks for the account."


@pytest.fixture
def superuser():
    return UserFactory(is_superuser=True, is_staff=True, name="Sue Root")


@pytest.fixture
def person():
    return PersonFactory(visibility="private", name="Private Person", summary="A private summary")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def look(client, person, **fields):
    return client.post(
        f"/desk/people/{links.make(links.DESK, person.user_id)}/look/", fields, follow=True
    )


def test_without_it_a_superuser_sees_nothing_private(superuser, person):
    client = signed_in(superuser)
    desk = client.get(f"/desk/people/{links.make(links.DESK, person.user_id)}/").content.decode()

    assert client.get(person.get_absolute_url()).status_code == 404
    assert person.user.email not in desk
    assert not policies.may_read_cv(superuser, person)


def test_with_a_reason_it_opens_is_told_and_is_noted(superuser, person):
    client = signed_in(superuser)

    page = look(client, person, reason=WHY).content.decode()
    profile = client.get(person.get_absolute_url())

    assert person.user.email in page
    assert profile.status_code == 200
    assert "A private summary" in profile.content.decode()
    mail = Message.objects.get(kind="profiles_looked_inside")
    assert mail.address == person.user.email
    assert WHY in mail.body
    assert "Sue Root" in mail.body
    assert ActivityEntry.objects.filter(verb="profiles.glass_broken").count() == 1
    assert "Sue Root" in signed_in(person.user).get("/me/who-sees-me/").content.decode()


@pytest.mark.parametrize("reason", ["", "because", "   x   "])
def test_without_a_sentence_nothing_opens(superuser, person, reason):
    answer = look(signed_in(superuser), person, reason=reason)

    assert answer.status_code == 422
    assert not BrokenGlass.objects.exists()
    assert not Message.objects.filter(kind="profiles_looked_inside").exists()


def test_after_half_an_hour_it_is_closed(superuser, person):
    services.break_glass(person.user, by=superuser, reason=WHY)
    BrokenGlass.objects.update(until=timezone.now() - timedelta(seconds=1))

    assert signed_in(superuser).get(person.get_absolute_url()).status_code == 404


def test_it_lasts_half_an_hour(superuser, person):
    glass = services.break_glass(person.user, by=superuser, reason=WHY)

    assert glass.until - glass.at == pytest.approx(timedelta(minutes=30), abs=timedelta(seconds=5))


def test_it_can_be_ended_at_once(superuser, person):
    client = signed_in(superuser)
    look(client, person, reason=WHY)

    look(client, person, action="end")

    assert client.get(person.get_absolute_url()).status_code == 404


def test_it_opens_one_person_to_one_superuser(superuser, person):
    services.break_glass(person.user, by=superuser, reason=WHY)
    other = UserFactory(is_superuser=True)
    another = PersonFactory(visibility="private")

    assert not policies.may_see_person(other, person)
    assert not policies.may_see_person(superuser, another)


def test_no_list_shows_more_through_it(superuser, person):
    services.break_glass(person.user, by=superuser, reason=WHY)

    assert not Person.objects.visible_to(superuser).filter(pk=person.pk).exists()
    assert person.name not in signed_in(superuser).get("/people/").content.decode()


def test_asking_twice_opens_one_and_tells_once(superuser, person):
    first = services.break_glass(person.user, by=superuser, reason=WHY)
    second = services.break_glass(person.user, by=superuser, reason="Another sentence of reason.")

    assert first == second
    assert Message.objects.filter(kind="profiles_looked_inside").count() == 1


@pytest.mark.parametrize("who", [CustodianFactory, UserFactory])
def test_nobody_else_can(who, person):
    user = who()

    answer = look(signed_in(user), person, reason=WHY)

    assert answer.status_code == 404
    with pytest.raises(PermissionDenied):
        services.break_glass(person.user, by=user, reason=WHY)


def test_not_about_oneself(superuser):
    with pytest.raises(PermissionDenied):
        services.break_glass(superuser, by=superuser, reason=WHY)


def test_access_needs_stay_closed(superuser, person):
    services.set_access_needs(person, text="A quiet room", shared=True, by=person.user)
    services.break_glass(person.user, by=superuser, reason=WHY)

    page = signed_in(superuser).get(person.get_absolute_url()).content.decode()

    assert "A quiet room" not in page
