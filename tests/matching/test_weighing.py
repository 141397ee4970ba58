"""The weights: drafted, compared on real facts by the worker, switched by a second step, brought back."""

import pytest
from django.http import Http404
from django.urls import reverse

from common import outbox
from common.states import IllegalMove
from matching import services
from matching.models import Match, MatchRun, WeightSet, WeightTrial
from tests.factories.profiles import CustodianFactory

HARSH = {"least_fit": 9_900}


@pytest.fixture
def trial(market):
    services.run_whole(trigger="nightly")
    made = services.draft_weights(by=market.custodian)
    return services.change_draft(made, by=market.custodian, values=HARSH, why="To be stricter.")


def compared(trial, market):
    services.ask_comparison(trial, by=market.custodian)
    outbox.run_due()
    trial.refresh_from_db()
    return trial


def test_draft_changes_nothing_for_anybody(trial):
    current = WeightSet.objects.get(is_current=True)

    assert current.values["least_fit"] == 1_000
    assert trial.differences == {"least_fit": (1_000, 9_900)}
    assert Match.objects.filter(is_current=True).count() == 2


def test_comparison_is_done_by_the_worker_and_counts_who_gains_and_who_loses(trial, market):
    trial = compared(trial, market)

    found = trial.compared
    stored = Match.objects.filter(is_current=True).count()
    assert (trial.state, trial.progress, trial.expected) == ("compared", 4, 4)
    assert found["pairs"][0] == stored == 2
    assert found["pairs"][1] == Match.objects.filter(is_current=True, fit__gte=9_900).count()
    # The team of the university does not map, so its fit is below the new floor.
    assert found["offers_moved"]["lose"] == {"count": 1, "rows": [[market.team.pk, 1, 0]]}
    assert found["needs_moved"]["lose"]["rows"][0][0] == market.challenge.pk
    assert [row[0] for row in found["kinds"]] == ["community"]
    assert WeightSet.objects.get(is_current=True).version == 1


def test_switch_makes_a_new_version_keeps_the_old_and_scores_everything_anew(trial, market):
    compared(trial, market)

    chosen = services.switch_weights(trial, by=market.custodian)
    outbox.run_due()

    former = WeightSet.objects.get(version=1)
    assert (chosen.version, chosen.values["least_fit"], chosen.is_current) == (2, 9_900, True)
    assert (former.is_current, former.values["least_fit"]) == (False, 1_000)
    last = MatchRun.objects.filter(scope="all").first()
    assert (last.weights_id, last.state) == (chosen.pk, "done")
    assert not Match.objects.filter(is_current=True, offer=market.team).exists()


def test_going_back_makes_the_former_version_count_again(trial, market):
    compared(trial, market)
    services.switch_weights(trial, by=market.custodian)
    outbox.run_due()
    former = WeightSet.objects.get(version=1)

    back = services.draft_weights(by=market.custodian, restores=former)
    compared(back, market)
    chosen = services.switch_weights(back, by=market.custodian)
    outbox.run_due()

    assert chosen == former
    assert list(WeightSet.objects.order_by("version").values_list("version", "is_current")) == [
        (1, True),
        (2, False),
    ]
    assert Match.objects.filter(is_current=True).count() == 2


def test_switch_is_refused_before_a_comparison_and_when_other_weights_count(trial, market):
    with pytest.raises(IllegalMove):
        services.switch_weights(trial, by=market.custodian)
    compared(trial, market)
    other = services.draft_weights(by=market.custodian)
    services.change_draft(other, by=market.custodian, values={"least_fit": 2_000}, why="Else.")
    compared(other, market)
    services.switch_weights(other, by=market.custodian)

    with pytest.raises(services.WeightsRefused, match="changed meanwhile"):
        services.switch_weights(trial, by=CustodianFactory())

    assert WeightSet.objects.get(is_current=True).version == 2


def test_change_after_a_comparison_voids_it(trial, market):
    compared(trial, market)

    services.change_draft(trial, by=market.custodian, values={"least_fit": 500}, why="Softer.")

    trial.refresh_from_db()
    assert (trial.state, trial.compared) == ("draft", {})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"growth": 9_000}, "must add up to 10,000"),
        ({"never_helped": 90, "underserved": 90}, "100 together"),
        ({"desirable_share": 3}, "may not count more"),
        ({"least_fit": -1}, "least_fit must be"),
    ],
)
def test_draft_refuses_what_would_break_a_promise(trial, market, values, words):
    with pytest.raises(services.WeightsRefused, match=words):
        services.change_draft(trial, by=market.custodian, values=values, why="")


def test_comparison_of_what_does_not_differ_is_refused(market):
    made = services.draft_weights(by=market.custodian)

    with pytest.raises(services.WeightsRefused, match="Nothing differs"):
        services.ask_comparison(made, by=market.custodian)


def test_only_custodians_weigh(trial, market):
    for act in (
        lambda: services.draft_weights(by=market.poster),
        lambda: services.ask_comparison(trial, by=market.poster),
        lambda: services.switch_weights(trial, by=market.poster),
        lambda: services.ask_run(by=market.poster),
    ):
        with pytest.raises(Http404):
            act()


def test_room_draft_comparison_and_switch_in_the_browser(client, market):
    services.run_whole(trigger="nightly")
    client.force_login(market.custodian)
    assert client.get("/desk/matching/").status_code == 200
    client.post("/desk/matching/weights/new/")
    trial = WeightTrial.objects.get()
    here = reverse("matching:weights", args=[trial.pk])
    form = client.get(here).context["form"]
    numbers = {name: form.initial[name] for name in form.initial}

    refused = client.post(here, {**numbers, "growth": "9999", "why": "Kept."})
    assert refused.status_code == 422
    assert "must add up to 10,000" in refused.content.decode()
    assert "9999" in refused.content.decode()
    assert client.post(here, {**numbers, **HARSH, "why": "Stricter."}).status_code == 302
    assert client.get(f"{here}compare/").status_code == 200
    assert client.post(f"{here}compare/").status_code == 302
    waits = client.get(here).content.decode()
    assert "Comparing the two" in waits
    outbox.run_due()
    page = client.get(here).content.decode()
    for words in ("What would change", "Offers that would be shown to fewer: 1", "A team of four"):
        assert words in page
    assert client.get(f"{here}switch/").status_code == 200
    client.post(f"{here}switch/")

    assert WeightSet.objects.get(is_current=True).version == 2
    public = client.get("/how-matching-works/").content.decode()
    assert "Stricter." in public
    assert "9,900 of 10,000" in public


def test_run_on_demand_is_asked_once_and_measured(client, market):
    client.force_login(market.custodian)
    client.post("/desk/matching/")
    client.post("/desk/matching/")
    assert "Waiting for the worker" in client.get("/desk/matching/?part=run").content.decode()

    outbox.run_due()

    run = MatchRun.objects.get()
    assert (run.state, run.figures["needs"]) == ("done", {"part": 1, "whole": 1})
    assert "Waiting" not in client.get("/desk/matching/?part=run").content.decode()


def test_room_is_hidden_from_everybody_else(client, market):
    client.force_login(market.poster)

    for address in ("/desk/matching/", "/desk/matching/weights/new/", "/desk/matching/balance/"):
        assert client.get(address).status_code == 404
