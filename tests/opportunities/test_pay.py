"""Is the pay lawful? The pure judgement, and every door that asks it."""

import datetime
from decimal import Decimal

import pytest

from opportunities import services
from opportunities.choices import PayVerdict
from opportunities.models import MinimumRate, NotReady, Placement
from opportunities.models.checks import what_to_look_at
from opportunities.pay import Rate, Terms, an_hour, judge
from opportunities.queries import standing
from profiles.models import RegisterEntry
from tests.factories.opportunities import JobFactory, PlacementFactory, make_skill
from tests.factories.profiles import CustodianFactory, MembershipFactory, OrganisationFactory

from .test_wizard import hidden, send

APRIL_25, APRIL_26 = datetime.date(2025, 4, 1), datetime.date(2026, 4, 1)
TODAY = datetime.date(2026, 6, 1)
RATES = [
    Rate("adult", Decimal("12.21"), APRIL_25),
    Rate("young", Decimal("10.00"), APRIL_25),
    Rate("apprentice", Decimal("7.55"), APRIL_25),
    Rate("adult", Decimal("12.71"), APRIL_26),
    Rate("young", Decimal("10.85"), APRIL_26),
    Rate("apprentice", Decimal("8.00"), APRIL_26),
]
DAY = datetime.timedelta(days=1)


def paid(amount, period="hour", **more):
    return Terms("paid", Decimal(amount), period, **more)


@pytest.mark.parametrize(
    ("terms", "verdict", "word"),
    [
        (paid("12.71"), "lawful", "£12.71"),
        (paid("12.70"), "unsure", "younger or an apprentice"),
        (paid("7.99"), "not_lawful", "below every minimum wage"),
        (paid("12.30", starts=APRIL_26 - DAY), "lawful", "31 March 2026"),
        (paid("12.30", starts=APRIL_26), "unsure", "1 April 2026"),
        (paid("13", starts=datetime.date(2027, 3, 31)), "lawful", "£12.71"),
        (paid("13", starts=datetime.date(2027, 4, 1)), "unsure", "no newer one"),
        (paid("5", starts=datetime.date(2027, 4, 1)), "not_lawful", "below every"),
        (paid("9", starts=datetime.date(2020, 1, 1)), "unsure", "knows no rate"),
        (paid("31067", "year"), "unsure", "hours a week"),
        (paid("31067", "year", hours_per_week=37), "lawful", "£16.15"),
        (paid("12000", "year", hours_per_week=40), "not_lawful", "£5.77"),
        (paid("3000", "total", hours_per_week=20), "unsure", "start and the end"),
        (
            paid("2600", "total", hours_per_week=20, starts=TODAY, ends=TODAY + 69 * DAY),
            "lawful",
            "£13.00",
        ),
        (Terms("paid"), "unsure", "No amount"),
        (Terms("funded"), "unsure", "No amount"),
        (Terms("voluntary"), "unsure", "Nobody has said"),
        (Terms("voluntary", exception="none"), "not_lawful", "course requires it"),
        (Terms("voluntary", exception="volunteer", body="charity or public"), "lawful", "no wage"),
        (Terms("expenses", exception="expenses", body="business"), "not_lawful", "A business"),
        (Terms("expenses", exception="expenses"), "unsure", "is it one"),
        (
            Terms("expenses", Decimal(50), "total", exception="expenses", body="charity or public"),
            "unsure",
            "amount is given",
        ),
        (Terms("voluntary", exception="course"), "unsure", "the start and the end"),
        (
            Terms("voluntary", exception="course", starts=TODAY, ends=TODAY + 365 * DAY),
            "lawful",
            "a year at most",
        ),
        (
            Terms("voluntary", exception="course", starts=TODAY, ends=TODAY + 366 * DAY),
            "not_lawful",
            "longer",
        ),
        (
            paid("6", exception="course", starts=TODAY, ends=TODAY + 90 * DAY),
            "lawful",
            "A course requires it",
        ),
    ],
)
def test_each_way_of_paying_has_its_verdict_and_a_reason_in_words(terms, verdict, word):
    judgement = judge(terms, RATES, today=TODAY)

    assert judgement.verdict == verdict, judgement.reason
    assert word in judgement.reason


def test_without_any_rate_nothing_is_called_lawful():
    assert judge(paid("99"), [], today=TODAY).verdict == PayVerdict.UNSURE


def test_an_end_before_the_start_is_no_hour():
    assert an_hour(paid("9", "total", hours_per_week=5, starts=TODAY, ends=TODAY - DAY)) is None


@pytest.mark.django_db
def test_the_published_rates_are_there():
    rates = dict(MinimumRate.objects.filter(starts=APRIL_26).values_list("band", "pounds"))

    assert rates == {
        "adult": Decimal("12.71"),
        "young": Decimal("10.85"),
        "under_18": Decimal("8.00"),
        "apprentice": Decimal("8.00"),
    }


@pytest.mark.django_db
class TestDoors:
    """The pay step, sending in, deciding, Wagtail."""

    @pytest.fixture
    def lead(self, client):
        membership = MembershipFactory(organisation=OrganisationFactory(kind="business"))
        client.force_login(membership.user)
        return membership

    def terms(self, lead, **changes):
        return {
            "pay_basis": "paid",
            "pay_amount": "13.00",
            "pay_period": "hour",
            "funding_source": "Own funds",
            "funding_status": "bid_in",
            "seats": "1",
            "supervisor": lead.user.email,
            **changes,
        }

    def test_the_pay_step_refuses_what_is_not_lawful_and_keeps_what_was_typed(self, client, lead):
        placement = PlacementFactory(organisation=lead.organisation, author=lead.user)
        url = f"/placements/{placement.slug}/edit/terms/"

        low = send(client, url, self.terms(lead, pay_amount="5.00"))
        unpaid = send(
            client, url, self.terms(lead, pay_basis="voluntary", pay_amount="", pay_period="")
        )
        none = send(
            client,
            url,
            self.terms(lead, pay_basis="voluntary", pay_amount="", pay_exception="volunteer"),
        )

        assert (low.status_code, unpaid.status_code, none.status_code) == (422, 422, 422)
        assert "below every minimum wage" in low.content.decode()
        assert 'value="5.00"' in low.content.decode()
        assert "Say why it may go without pay." in unpaid.content.decode()
        assert "A business pays" in none.content.decode()
        placement = Placement.objects.get()
        assert (placement.pay_basis, placement.pay_amount) == ("funded", None)

    def test_the_status_of_the_money_stands_on_the_page(self, client, lead):
        placement = PlacementFactory(organisation=lead.organisation, author=lead.user)

        send(client, f"/placements/{placement.slug}/edit/terms/", self.terms(lead))

        page = client.get(placement.get_absolute_url()).content.decode()
        assert "A bid is in" in page
        assert "£13 an hour" in page

    def test_dates_that_make_it_unlawful_are_found_when_it_is_sent_in(self, client, lead):
        placement = PlacementFactory(
            organisation=lead.organisation,
            author=lead.user,
            pay_basis="voluntary",
            pay_exception="course",
            starts=datetime.date(2027, 1, 4),
            ends=datetime.date(2028, 6, 30),
        )
        url = f"/placements/{placement.slug}/edit/check/"

        page = client.get(url)
        refused = client.post(url, hidden(page))

        assert "this is longer" in page.content.decode()
        assert refused.status_code == 422
        assert standing(placement).stage == "draft"

    def test_what_is_unsure_is_among_the_custodians_checks_and_may_be_published(self, client):
        placement = PlacementFactory(
            waiting=True, pay_basis="paid", pay_amount="12.60", pay_period="hour"
        )
        custodian = CustodianFactory()
        client.force_login(custodian)

        page = client.get(f"/placements/{placement.slug}/decide/").content.decode()

        assert "Look at the pay." in page
        assert services.approve(placement, by=custodian).live

    def test_a_charity_number_settles_who_may_have_volunteers(self):
        organisation = OrganisationFactory(kind="community")
        placement = PlacementFactory(
            organisation=organisation, pay_basis="voluntary", pay_exception="volunteer"
        )
        assert "is it one?" in what_to_look_at(placement)[0]

        RegisterEntry.objects.create(organisation=organisation, register="charity", number="1")

        assert what_to_look_at(placement) == []

    def test_a_rate_that_changed_meanwhile_stops_publishing(self):
        placement = PlacementFactory(
            waiting=True, pay_basis="paid", pay_amount="8.50", pay_period="hour"
        )
        MinimumRate.objects.update(pounds=Decimal("20.00"))

        with pytest.raises(NotReady, match="not lawful"):
            services.approve(placement, by=CustodianFactory())
        assert not Placement.objects.get().live

    def test_an_edit_of_what_is_live_is_judged_by_its_own_text(self):
        lead = MembershipFactory().user
        placement = PlacementFactory(
            live=True,
            author=lead,
            organisation=lead.memberships.get().organisation,
            pay_basis="paid",
            pay_amount="13.00",
            pay_period="hour",
        )
        services.save_placement(placement, by=lead, pay_amount=Decimal("3.00"))

        with pytest.raises(services.Untidy, match="not lawful"):
            services.submit_placement(placement, by=lead)

    def test_wagtail_refuses_an_unlawful_text_in_the_form_and_takes_the_mended_one(self, client):
        from .test_wagtail import form_of, url

        job = JobFactory()
        client.force_login(CustodianFactory())
        edit = url("job", "edit", job.pk)
        sent = form_of(client.get(edit)) | {
            "requirements-TOTAL_FORMS": 0,
            "requirements-INITIAL_FORMS": 0,
            "action-publish": "1",
        }

        low = client.post(edit, sent | {"pay_amount": "2.00", "pay_period": "hour"})
        none = client.post(edit, sent | {"pay_amount": "", "pay_period": ""})
        good = client.post(edit, sent | {"pay_amount": "15.00", "pay_period": "hour"})

        assert "The pay is not lawful." in low.content.decode()
        assert "must be stated" in none.content.decode()
        assert good.status_code == 302, good.context["form"].errors
        job.refresh_from_db()
        assert job.pay_amount == Decimal("15.00")

    def test_custodians_keep_the_table_and_nobody_deletes_from_it(self, client):
        client.force_login(CustodianFactory())
        base = "/admin/snippets/opportunities/minimumrate"

        made = client.post(
            f"{base}/add/", {"band": "adult", "pounds": "13.45", "starts": "2027-04-01"}
        )
        twice = client.post(
            f"{base}/add/", {"band": "adult", "pounds": "13.50", "starts": "2027-04-01"}
        )
        rate = MinimumRate.objects.get(starts="2027-04-01")

        assert (made.status_code, twice.status_code) == (302, 200)
        assert client.get(f"{base}/").status_code == 200
        assert client.post(f"{base}/delete/{rate.pk}/").status_code == 302
        assert MinimumRate.objects.filter(pk=rate.pk).exists()
        client.force_login(MembershipFactory().user)
        assert client.get(f"{base}/").status_code in (302, 403, 404)


@pytest.mark.django_db
def test_terms_are_saved_with_their_exception(client):
    membership = MembershipFactory(organisation=OrganisationFactory(kind="public"))
    client.force_login(membership.user)
    placement = PlacementFactory(organisation=membership.organisation, author=membership.user)
    make_skill("Statistics")

    response = send(
        client,
        f"/placements/{placement.slug}/edit/terms/",
        {
            "pay_basis": "expenses",
            "pay_exception": "expenses",
            "seats": "1",
            "supervisor": membership.user.email,
        },
    )

    assert response.status_code == 302, response.context["form"].errors
    assert Placement.objects.get().pay_exception == "expenses"
