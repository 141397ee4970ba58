"""Two small bodies share one analyst: days split, one supervisor, both agree before it is published."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from opportunities import services
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory

pytestmark = pytest.mark.django_db

DAYS = {"host_days": ["mon", "tue"], "partner_days": ["thu"], "host_hours": 14, "partner_hours": 7}


@pytest.fixture
def host():
    return MembershipFactory(organisation__name="Sowe Pantry")


@pytest.fixture
def other():
    return MembershipFactory(organisation__name="Severn Library")


@pytest.fixture
def placement(host):
    return PlacementFactory(
        title="One analyst", organisation=host.organisation, author=host.user, hours_per_week=21
    )


def share(placement, host, other, **changes):
    return services.ask_to_share(
        placement,
        by=host.user,
        organisation=other.organisation,
        words="Shall we?",
        **{**DAYS, **changes},
    )


def test_a_shared_placement_is_published_once_both_agreed(client, host, other, placement):
    row = share(placement, host, other)
    services.submit_placement(placement, by=host.user)
    custodian = CustodianFactory()
    with pytest.raises(PermissionDenied, match="has not agreed yet"):
        services.approve(placement, by=custodian)
    client.force_login(other.user)
    assert "One analyst" in client.get(placement.get_absolute_url()).content.decode()
    assert "Thursday: 7 hours" in client.get(row.get_absolute_url()).content.decode()
    services.accept_partner(row, by=other.user)
    services.approve(placement, by=custodian)
    client.logout()
    page = client.get(placement.get_absolute_url()).content.decode()
    assert "Severn Library: Thursday: 7 hours a week" in page
    assert "Sowe Pantry with Severn Library" in client.get("/placements/").content.decode()
    for user in (host.user, other.user):
        with pytest.raises(PermissionDenied):
            services.end_partnership(row, by=user)


def test_the_second_body_may_leave_before_and_the_text_must_add_up(host, other, placement):
    row = services.accept_partner(share(placement, host, other), by=other.user)
    services.save_placement(placement, by=host.user, hours_per_week=30)
    with pytest.raises(services.Untidy, match="21 hours a week together"):
        services.submit_placement(placement, by=host.user)
    services.end_partnership(row, by=other.user)
    services.submit_placement(placement, by=host.user)


@pytest.mark.parametrize(
    "changes",
    [
        {"partner_days": ["tue"]},
        {"partner_days": []},
        {"partner_days": ["no day"]},
        {"partner_hours": 8},
        {"host_hours": 21, "partner_hours": 0},
    ],
)
def test_days_do_not_overlap_and_hours_add_up(host, other, placement, changes):
    with pytest.raises(ValidationError):
        share(placement, host, other, **changes)


def test_a_business_that_shares_takes_the_charitys_exception_away(host, placement):
    business = MembershipFactory(organisation__kind="business")
    public = MembershipFactory(organisation__kind="public")
    mine = MembershipFactory(organisation__kind="public")
    unpaid = PlacementFactory(
        organisation=mine.organisation,
        author=mine.user,
        hours_per_week=21,
        pay_basis="voluntary",
        pay_exception="volunteer",
        funding_source="",
    )
    row = share(unpaid, mine, public)
    assert not any("not lawful" in gap for _, gap in services.submission_gaps(unpaid))
    services.end_partnership(row, by=mine.user)
    share(unpaid, mine, business)
    assert any("not lawful" in gap for _, gap in services.submission_gaps(unpaid))


def test_nobody_of_the_second_body_publishes_it(host, other, placement):
    share(placement, host, other)
    assert placement.conflicts_with(other.user)


def test_the_form_to_share(client, host, other, placement):
    client.force_login(host.user)
    url = f"{placement.get_absolute_url()}together/"
    data = {"organisation": "severn library", "words": "Shall we?", **DAYS}
    assert client.post(url, {**data, "partner_days": ["mon"]}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 409
    client.force_login(MembershipFactory().user)
    assert client.get(url).status_code == 404
