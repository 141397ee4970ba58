"""People at the desk: found, helped, hidden after a report, closed; each with its mail and its undo."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import PermissionDenied
from django.test import Client

from common import outbox
from common.models import ActivityEntry, Message
from common.states import IllegalMove
from profiles import links, policies, services
from profiles.models import HiddenProfile, LostStep, Offer, Person, Report, User
from profiles.services.standing import NothingToDo
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHY = "The links lead to a shop. Take them out and tell us."


@pytest.fixture
def custodian():
    return CustodianFactory()


@pytest.fixture
def person():
    return PersonFactory(visibility="public")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at_desk(user) -> str:
    return f"/desk/people/{links.make(links.DESK, user.pk)}/"


def mails(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("address", flat=True))


def found_by(custodian, words: str) -> str:
    page = signed_in(custodian).post("/desk/people/", {"words": words}).content.decode()
    return page.partition('id="found"')[2]


def test_a_whole_address_finds_whoever_has_it_and_is_noted(custodian):
    private = PersonFactory(visibility="private", name="Private Person")

    page = found_by(custodian, private.user.email.upper())

    assert str(private.user.name) in page
    assert private.user.email not in page
    entry = ActivityEntry.objects.get(verb="profiles.person_looked_up")
    assert (entry.actor_id, entry.about_id) == (custodian.pk, str(private.user_id))


@pytest.mark.parametrize(
    ("visibility", "there"),
    [("private", False), ("matched", False), ("members", True), ("public", True)],
)
def test_a_name_finds_only_those_who_chose_to_be_seen(custodian, visibility, there):
    PersonFactory(visibility=visibility, name="Zebedee Quill")

    assert ("Nobody." not in found_by(custodian, "zebedee")) is there


def test_no_part_of_an_address_finds_anybody(custodian):
    PersonFactory(visibility="private", user__email="ada.lovelace@people.example")

    assert "Nobody." in found_by(custodian, "ada.lovelace@")
    assert "Nobody." in found_by(custodian, "people.example")


def test_a_guessed_key_is_no_address(custodian, person):
    client = signed_in(custodian)

    answers = [client.get(f"/desk/people/{key}/") for key in (person.user_id, "x", "1:2:3")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_page_of_an_account_shows_neither_address_nor_sessions(custodian):
    private = PersonFactory(visibility="private", summary="A private summary")

    page = signed_in(custodian).get(at_desk(private.user)).content.decode()

    assert private.user.email not in page
    assert "A private summary" not in page
    assert private.get_absolute_url() not in page


def test_hiding_takes_the_profile_out_everywhere_and_showing_brings_it_back(custodian, person):
    stranger = UserFactory()
    offer = OfferFactory(organisation=None, live=True)
    offer.state.owner = person.user
    offer.state.save()
    path = person.get_absolute_url()
    before = Client().get(path).status_code
    signed_in(custodian).post(f"{at_desk(person.user)}hide/", {"reason": WHY})

    person = Person.objects.get(pk=person.pk)
    assert before == 200
    assert Client().get(path).status_code == 404
    assert signed_in(stranger).get(path).status_code == 404
    assert person.name not in Client().get("/people/").content.decode()
    assert person not in Person.objects.matchable()
    assert not Offer.objects.public().filter(pk=offer.pk).exists()
    assert Client().get(offer.get_absolute_url()).status_code == 404
    assert WHY in signed_in(person.user).get("/me/profile/").content.decode()
    assert WHY in signed_in(custodian).get(path).content.decode()
    assert mails("profiles_hidden") == [person.user.email]
    assert WHY in Message.objects.get(kind="profiles_hidden").body

    signed_in(custodian).post(f"{at_desk(person.user)}now/show/")

    assert Client().get(path).status_code == 200
    assert Person.objects.matchable().filter(pk=person.pk).exists()
    assert Offer.objects.public().filter(pk=offer.pk).exists()
    assert mails("profiles_shown") == [person.user.email]


def test_what_a_disclosure_opened_is_closed_while_hidden(custodian):
    person = PersonFactory(visibility="matched")
    viewer = UserFactory()
    for scope in ("name", "contact", "cv"):
        services.disclose(person, viewer=viewer, scope=scope, cause="introduction:1")
    services.hide_profile(person, by=custodian, reason=WHY)
    person = Person.objects.get(pk=person.pk)

    seen = [
        policy(viewer, person)
        for policy in (policies.may_see_person, policies.may_see_contact, policies.may_read_cv)
    ]

    assert seen == [False, False, False]
    assert not Person.objects.visible_to(viewer).filter(pk=person.pk).exists()


def test_saving_the_profile_does_not_show_it_again(custodian, person):
    stale = Person.objects.get(pk=person.pk)
    services.hide_profile(person, by=custodian, reason=WHY)

    services.update_person(stale, by=person.user, summary="Other words")

    assert HiddenProfile.objects.filter(person=person).exists()


def test_closing_signs_out_hides_and_opening_undoes_it(custodian, person):
    theirs = signed_in(person.user)
    theirs.get("/me/")
    signed_in(custodian).post(f"{at_desk(person.user)}close/", {"reason": WHY})

    assert theirs.get("/me/").status_code == 302
    assert Client().get(person.get_absolute_url()).status_code == 404
    assert mails("profiles_account_closed") == [person.user.email]
    outbox.run_due()
    assert Message.objects.get(kind="profiles_account_closed").state == "sent"

    signed_in(custodian).post(f"{at_desk(person.user)}now/reopen/")

    assert User.objects.get(pk=person.user_id).is_active
    assert Client().get(person.get_absolute_url()).status_code == 200
    assert mails("profiles_account_reopened") == [person.user.email]


def test_closing_the_account_of_the_last_lead_flags_the_organisation(custodian):
    membership = MembershipFactory()

    services.close_account(membership.user, by=custodian, reason=WHY)

    assert membership.organisation.rescues.filter(settled_at__isnull=True).count() == 1


def test_nobody_opens_an_account_that_is_being_erased(custodian, person):
    services.ask_to_be_erased(person.user, by=person.user)
    page = signed_in(custodian).get(at_desk(person.user)).content.decode()
    assert "Being erased" in page
    assert "Open the account again" not in page

    signed_in(custodian).post(f"{at_desk(person.user)}now/reopen/")
    outbox.run_due()

    assert not User.objects.filter(pk=person.user_id).exists()


def test_closing_twice_tells_once(custodian, person):
    services.close_account(person.user, by=custodian, reason=WHY)

    with pytest.raises(NothingToDo):
        services.close_account(User.objects.get(pk=person.user_id), by=custodian, reason=WHY)

    assert len(mails("profiles_account_closed")) == 1


@pytest.mark.parametrize("who", ["self", "custodian", "superuser", "member"])
def test_whom_a_custodian_does_not_close(custodian, who):
    about = {
        "self": lambda: custodian,
        "custodian": CustodianFactory,
        "superuser": lambda: UserFactory(is_superuser=True),
        "member": UserFactory,
    }[who]()
    by = custodian if who != "member" else UserFactory()

    with pytest.raises(PermissionDenied):
        services.close_account(about, by=by, reason=WHY)

    assert User.objects.get(pk=about.pk).is_active


def test_a_custodian_can_do_nothing_to_a_custodian_from_the_page(custodian):
    other = CustodianFactory()
    client = signed_in(custodian)

    page = client.get(at_desk(other)).content.decode()

    assert "You cannot change anything about this account" in page
    for what in ("close", "lost-step"):
        assert client.get(f"{at_desk(other)}{what}/").status_code == 403
    assert client.post(f"{at_desk(other)}reset/").status_code == 403
    assert client.post(f"{at_desk(other)}now/reopen/").status_code == 403


def test_a_link_to_a_new_password_goes_to_them_and_to_nobody_else(custodian, person, mailoutbox):
    answer = signed_in(custodian).post(f"{at_desk(person.user)}reset/", follow=True)
    outbox.run_due()

    assert [mail.to for mail in mailoutbox] == [[person.user.email]]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body
    assert "/accounts/password/reset/key/" not in answer.content.decode()


def test_a_lost_second_step_takes_two_custodians(custodian, person):
    TOTP.activate(person.user, "JBSWY3DPEHPK3PXP")
    other = CustodianFactory()
    signed_in(custodian).post(f"{at_desk(person.user)}lost-step/", {"reason": "I rang them."})

    alone = signed_in(custodian).post(f"{at_desk(person.user)}now/clear-step/")
    still = Authenticator.objects.filter(user=person.user).exists()
    desk = signed_in(other).get("/desk/").content.decode()
    signed_in(other).post(f"{at_desk(person.user)}now/clear-step/")

    assert alone.status_code == 403
    assert still
    assert "lost their second step" in desk
    assert not Authenticator.objects.filter(user=person.user).exists()
    assert mails("profiles_step_asked") == mails("profiles_step_cleared") == [person.user.email]
    assert not LostStep.objects.exists()


def test_a_lost_second_step_is_kept_where_the_person_objects(custodian, person):
    TOTP.activate(person.user, "JBSWY3DPEHPK3PXP")
    services.ask_to_clear_step(person.user, by=custodian, how_known="A mail said so.")
    services.keep_step(person.user, by=custodian)

    with pytest.raises(NothingToDo):
        services.clear_step(person.user, by=CustodianFactory())

    assert Authenticator.objects.filter(user=person.user).exists()


def test_a_report_leads_to_the_desk_and_hides(custodian, person):
    Client().post(f"{person.get_absolute_url()}report/", {"words": "It sells shoes."})
    outbox.run_due()
    report = Report.objects.get()
    client = signed_in(custodian)
    desk = client.get("/desk/").content.decode()

    page = client.get(f"/desk/reports/{report.pk}/").content.decode()
    without = client.post(f"/desk/reports/{report.pk}/", {"decision": "hide"})
    client.post(f"/desk/reports/{report.pk}/", {"decision": "hide", "reason": WHY})

    assert f"A report about {person.name}" in desk
    assert "It sells shoes." in page
    assert without.status_code == 422
    assert HiddenProfile.objects.get().reason == WHY
    assert mails("profiles_reported") == [custodian.email]
    assert mails("profiles_hidden") == [person.user.email]


def test_a_report_may_leave_it_as_it_is_and_is_decided_once(custodian, person):
    report = services.report_profile(person, by=UserFactory(), words="I do not like it.")
    same = Report.objects.get(pk=report.pk)
    services.settle_report(report, by=custodian, hide=False)

    with pytest.raises(IllegalMove):
        services.settle_report(same, by=CustodianFactory(), hide=True, reason=WHY)

    assert not HiddenProfile.objects.exists()
    assert mails("profiles_hidden") == []


def test_nobody_decides_about_themselves_or_what_they_reported(custodian):
    person = PersonFactory(visibility="public", user=custodian)
    about_me = services.report_profile(person, by=UserFactory(), words="No.")
    by_me = services.report_profile(PersonFactory(visibility="public"), by=custodian, words="No.")

    for report in (about_me, by_me):
        with pytest.raises(PermissionDenied):
            services.settle_report(report, by=custodian, hide=True, reason=WHY)


def test_what_one_cannot_see_one_cannot_report():
    private = PersonFactory(visibility="private")
    missing = Client().get("/people/no-such-person/report/")

    answer = Client().get(f"{private.get_absolute_url()}report/")

    assert (answer.status_code, missing.status_code) == (404, 404)
    with pytest.raises(PermissionDenied):
        services.report_profile(private, by=UserFactory(), words="Gone?")


def test_a_flood_of_reports_does_not_fill_the_desk(person):
    for number in range(25):
        services.report_profile(person, by=UserFactory(), words=f"Number {number}")

    assert Report.objects.count() == 20


@pytest.mark.parametrize("path", ["/desk/people/", "/desk/reports/1/"])
def test_for_others_there_is_no_desk(path):
    assert signed_in(UserFactory()).get(path).status_code == 404


def test_people_are_not_in_wagtail(custodian):
    client = signed_in(custodian)

    assert client.get("/admin/snippets/profiles/person/").status_code == 404
    assert client.get("/admin/snippets/profiles/report/").status_code == 404
