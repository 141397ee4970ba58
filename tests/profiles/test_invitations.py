"""Invitations: for one address, once, for a while. Requests to join: a domain suggests, a lead decides."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.models import Message
from common.states import IllegalMove
from profiles import links, services
from profiles.models import Invitation, JoinRequest, Membership
from profiles.services import invitations, join_requests
from profiles.services.invitations import CannotInvite, InvitationOver
from profiles.services.join_requests import CannotAsk
from tests.factories.profiles import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return OrganisationFactory(name="Rea Valley Pantry", email_domains="reavalley.example")


@pytest.fixture
def lead(ours):
    return MembershipFactory(organisation=ours).user


@pytest.fixture
def guest():
    return UserFactory(email="guest@reavalley.example")


@pytest.fixture
def invitation(ours, lead, guest):
    return services.invite(ours, by=lead, address="Guest@ReaValley.example ", role="supervisor")


def path(invitation) -> str:
    return f"/invitations/{links.make(links.INVITATION, invitation.pk)}/"


def move_clock(row, **days) -> None:
    type(row).objects.filter(pk=row.pk).update(
        **{field: timezone.now() + timedelta(days=number) for field, number in days.items()}
    )


def test_the_mail_leads_to_a_page_that_makes_a_member(client, guest, invitation):
    mail = Message.objects.get(kind="profiles_invited")
    assert mail.address == "guest@reavalley.example"
    assert path(invitation) in mail.body
    client.force_login(guest)

    asked = client.get(path(invitation))
    answered = client.post(path(invitation), {"answer": "yes"})

    assert (asked.status_code, answered.status_code) == (200, 302)
    membership = Membership.objects.get(user=guest)
    assert (membership.role, membership.how) == ("supervisor", "invited")
    assert membership.granted_by_id == invitation.invited_by_id
    assert Message.objects.filter(kind="profiles_invitation_accepted").count() == 1


def test_opening_it_changes_nothing(client, guest, invitation):
    client.force_login(guest)

    client.get(path(invitation))

    invitation.refresh_from_db()
    assert invitation.state == "waiting"
    assert not Membership.objects.filter(user=guest).exists()


def test_opened_twice_it_is_good_once(client, guest, invitation):
    client.force_login(guest)
    client.post(path(invitation), {"answer": "yes"})
    Membership.objects.filter(user=guest).delete()

    again = client.post(path(invitation), {"answer": "yes"})

    assert again.status_code == 410
    assert "used already" in again.content.decode()
    assert not Membership.objects.filter(user=guest).exists()
    with pytest.raises(InvitationOver):
        services.accept_invitation(invitation, by=guest)


def test_another_person_sees_what_there_is_when_there_is_none(client, invitation):
    stranger = UserFactory()
    client.force_login(stranger)

    theirs = client.get(path(invitation))
    posted = client.post(path(invitation), {"answer": "yes"})
    missing = client.get(f"/invitations/{links.make(links.INVITATION, 999999)}/")
    forged = client.get("/invitations/forged/")

    assert theirs.status_code == posted.status_code == missing.status_code == 404
    assert theirs.content == missing.content == forged.content
    assert not Membership.objects.filter(user=stranger).exists()
    with pytest.raises(PermissionDenied):
        services.accept_invitation(invitation, by=stranger)


def test_an_address_that_is_not_proved_opens_nothing(client, invitation):
    claimer = UserFactory(email="someone@else.example")
    EmailAddress.objects.create(user=claimer, email="guest@reavalley.example", verified=False)
    client.force_login(claimer)

    assert client.get(path(invitation)).status_code == 404


def test_strangers_are_sent_to_sign_in_whatever_the_link(client, invitation):
    for address in (path(invitation), "/invitations/forged/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert unquote(answer.url) == f"/accounts/login/?next={address}"


def test_after_two_weeks_it_has_run_out_even_before_the_clock_strikes(client, guest, invitation):
    move_clock(invitation, expires_at=-1)
    client.force_login(guest)

    answer = client.post(path(invitation), {"answer": "yes"})

    assert answer.status_code == 410
    assert "ran out" in answer.content.decode()
    assert not Membership.objects.filter(user=guest).exists()


def test_when_the_domain_is_no_longer_theirs_the_invitation_is_void(ours, guest, invitation):
    assert invitation.trusted_domain == "reavalley.example"
    ours.email_domains = "pantry.example"
    ours.save()

    with pytest.raises(InvitationOver, match="no longer uses"):
        services.accept_invitation(Invitation.objects.get(pk=invitation.pk), by=guest)


def test_an_invitation_to_an_address_elsewhere_does_not_hang_on_the_domain(ours, lead):
    user = UserFactory(email="friend@elsewhere.example")
    invitation = services.invite(ours, by=lead, address=user.email)
    ours.email_domains = ""
    ours.save()

    assert services.accept_invitation(invitation, by=user).role == "member"


def test_it_never_lowers_a_role(ours, lead):
    invitation = services.invite(ours, by=lead, address=lead.email, role="member")

    assert services.accept_invitation(invitation, by=lead).role == "lead"


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client, ours, lead, guest):
    client.force_login(lead)
    pages = []
    for address in (guest.email, "nobody@reavalley.example"):
        answer = client.post(
            f"/organisations/{ours.slug}/people/invite/", {"address": address, "role": "member"}
        )
        pages.append((answer.status_code, answer.url))

    known, unknown = Message.objects.filter(kind="profiles_invited").order_by("pk")
    assert pages[0] == pages[1]
    assert known.recipient is None
    assert (
        known.body.replace(guest.email, "").splitlines()[:3]
        == unknown.body.replace("nobody@reavalley.example", "").splitlines()[:3]
    )


def test_inviting_again_writes_no_second_mail(ours, lead, invitation):
    again = services.invite(ours, by=lead, address="guest@reavalley.example", role="lead")

    assert (again.pk, again.role) == (invitation.pk, "lead")
    assert Message.objects.filter(kind="profiles_invited").count() == 1


def test_strangers_are_not_flooded(ours, lead, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_WAITING", 2)
    for number in range(2):
        services.invite(ours, by=lead, address=f"a{number}@people.example")

    with pytest.raises(CannotInvite, match="wait for an answer"):
        services.invite(ours, by=lead, address="b@people.example")
    monkeypatch.setattr(invitations, "MOST_WAITING", 9)
    monkeypatch.setattr(invitations, "MOST_A_DAY", 2)
    with pytest.raises(CannotInvite, match="today"):
        services.invite(ours, by=lead, address="b@people.example")


def test_an_organisation_nobody_confirmed_sends_no_mail():
    organisation = OrganisationFactory(state="unverified")
    lead = MembershipFactory(organisation=organisation).user

    with pytest.raises(CannotInvite):
        services.invite(organisation, by=lead, address="a@people.example")

    assert not Message.objects.exists()


def test_one_reminder_then_it_runs_out_and_the_inviter_hears(invitation):
    move_clock(invitation, sent_at=-8)
    reminded = [services.remind_invited(), services.remind_invited()]
    move_clock(invitation, expires_at=-1)
    expired = [services.expire_invitations(), services.expire_invitations()]

    assert (reminded, expired) == ([1, 0], [1, 0])
    assert Message.objects.filter(kind="profiles_invitation_reminder").count() == 1
    told = Message.objects.get(kind="profiles_invitation_expired")
    assert told.recipient == invitation.invited_by


def test_addresses_of_the_invited_are_forgotten(invitation, lead):
    services.withdraw_invitation(invitation, by=lead)
    move_clock(invitation, settled_at=-91)

    assert services.forget_settled() == 1
    assert not Invitation.objects.exists()


def test_asking_to_join_is_decided_by_a_lead(client, ours, lead, guest):
    request = services.ask_to_join(ours, by=guest, note="I run the till.")
    assert services.ask_to_join(ours, by=guest).pk == request.pk
    assert not Membership.objects.filter(user=guest).exists()
    client.force_login(lead)

    page = client.get(f"/organisations/{ours.slug}/people/").content.decode()
    answer = client.post(
        f"/organisations/{ours.slug}/people/requests/{request.pk}/",
        {"decision": "yes", "role": "member"},
    )

    assert "A confirmed address at your own reavalley.example" in page
    assert answer.status_code == 302
    assert Membership.objects.get(user=guest).how == "asked"
    assert Message.objects.filter(kind="profiles_join_asked").count() == 1
    assert Message.objects.get(kind="profiles_join_approved").recipient == guest


def test_a_matching_domain_lets_nobody_in(ours, lead, guest):
    request = services.ask_to_join(ours, by=guest)

    with pytest.raises(PermissionDenied):
        services.approve_join(request, by=guest)
    services.decline_join(request, by=lead)
    with pytest.raises(IllegalMove):
        services.approve_join(request, by=lead)

    assert not Membership.objects.filter(user=guest).exists()


def test_the_suggestion_follows_the_domain_as_it_is_now(ours, lead, guest):
    request = services.ask_to_join(ours, by=guest)
    suggested = join_requests.suggested_for(guest)
    ours.email_domains = "gmail.com"
    ours.save()
    request = JoinRequest.objects.get(pk=request.pk)

    assert suggested == [ours]
    assert join_requests.suggested_for(guest) == []
    assert join_requests.own_domain(request) == ""


def test_nobody_asks_everybody(guest, monkeypatch):
    monkeypatch.setattr(join_requests, "MOST_WAITING", 1)
    services.ask_to_join(OrganisationFactory(), by=guest)

    with pytest.raises(CannotAsk):
        services.ask_to_join(OrganisationFactory(), by=guest)


def test_leads_are_reminded_twice_and_then_the_asker_hears(ours, lead, guest):
    request = services.ask_to_join(ours, by=guest)
    counts = []
    for clock in (
        {"asked_at": -1},
        {"asked_at": -6},
        {"asked_at": -7, "reminded_at": -1},
        {"asked_at": -15, "reminded_at": -9},
        {"asked_at": -16, "reminded_at": -1},
    ):
        move_clock(request, **clock)
        counts.append(services.remind_leads())
    move_clock(request, expires_at=-1)

    assert counts == [0, 1, 0, 1, 0]
    assert (services.expire_requests(), services.expire_requests()) == (1, 0)
    assert Message.objects.get(kind="profiles_join_expired").recipient == guest
