"""Each invariant notices what it is there for."""

from matching import services
from matching.models import Introduction, Match
from profiles.services import disclose
from tests.factories.matching import introduction


def about(broken, name):
    return [text for key, sentences in broken().items() if name in key for text in sentences]


def test_nothing_is_broken_after_a_run(market, broken):
    services.run_all()

    assert broken() == {}


def test_sums_that_do_not_add_up_are_noticed(market, broken):
    services.run_all()
    Match.objects.filter(person=market.student).update(fit=9999)

    assert len(about(broken, "INV-14")) == 1


def test_match_of_something_closed_is_noticed(market, broken):
    services.run_all()
    market.challenge.state.lifecycle = "closed"
    market.challenge.state.save()

    assert len(about(broken, "INV-12a")) == 2


def test_run_that_is_done_without_an_answer_is_noticed(market, broken):
    run = services.run_all()
    run.result_digest = ""
    run.save()

    assert len(about(broken, "INV-12b")) == 1


def test_contact_opened_without_two_yes_is_noticed(market, broken):
    row = introduction(market.challenge, person=market.student)
    disclose(market.student, viewer=market.poster, scope="contact", cause=f"introduction:{row.pk}")

    assert Introduction.objects.get().state == "proposed"
    assert about(broken, "INV-13a") == [
        f"Somebody was shown because of introduction:{row.pk}, which was never agreed."
    ]
