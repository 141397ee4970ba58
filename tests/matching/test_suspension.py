"""What becomes of matches and introductions when a custodian suspends an organisation or hides somebody."""

from common import outbox
from matching import services as matching
from matching.models import Match
from opportunities.models import Opportunity
from profiles import services
from profiles.models import Offer, Person

WHY = "Its page asks people for money."


def current(market) -> set[str]:
    rows = Match.objects.filter(opportunity=market.challenge, is_current=True)
    return {str(row.person or row.offer) for row in rows}


def test_a_suspended_poster_has_no_matches_and_what_waits_ends(market):
    matching.run_all()
    match = Match.objects.get(person=market.student, is_current=True)
    asked = matching.propose(match, by=market.poster)
    before = current(market)

    services.suspend_organisation(market.food_bank, by=market.custodian, reason=WHY)
    outbox.run_due()

    assert before == {str(market.student), str(market.team)}
    assert current(market) == set()
    asked.refresh_from_db()
    assert asked.state == "expired"
    assert not Opportunity.objects.public().filter(pk=market.challenge.pk).exists()

    services.restore_organisation(market.food_bank, by=market.custodian)
    outbox.run_due()

    assert current(market) == before
    assert Opportunity.objects.open().filter(pk=market.challenge.pk).exists()


def test_what_a_suspended_giver_offers_is_not_matched(market):
    matching.run_all()

    services.suspend_organisation(market.university, by=market.custodian, reason=WHY)
    outbox.run_due()
    suspended = current(market)
    services.restore_organisation(market.university, by=market.custodian)
    outbox.run_due()

    assert suspended == {str(market.student)}
    assert current(market) == {str(market.student), str(market.team)}
    assert Offer.objects.open().filter(pk=market.team.pk).exists()


def test_a_hidden_person_is_no_fact_for_the_matcher(market):
    matching.run_all()

    services.hide_profile(market.student, by=market.custodian, reason=WHY)
    outbox.run_due()
    hidden = current(market)
    services.show_profile(Person.objects.get(pk=market.student.pk), by=market.custodian)
    outbox.run_due()

    assert hidden == {str(market.team)}
    assert current(market) == {str(market.student), str(market.team)}


def test_who_has_no_account_any_more_is_not_matched(market):
    matching.run_all()

    services.close_account(market.student.user, by=market.custodian, reason=WHY)
    outbox.run_due()

    assert current(market) == {str(market.team)}
