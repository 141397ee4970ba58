"""Cards, and what happens after a no."""

import pytest

from matching.engine.rings import cards, declined_arcs, find_rings, replan
from tests.matching.engine.small_exchanges import SEED, exchange_of

RING = exchange_of(["AB", "BC", "CA", "CB"])
CHAIN = exchange_of(["GA", "AB", "BC"], gifts="G")


def steps(rows):
    return ["".join((row.giver, row.taker)) for row in rows]


def shown(exchange, proposal=None):
    proposal = proposal or find_rings(exchange, seed=SEED)
    return {
        card.organisation: (
            steps(card.gives),
            steps(card.gets),
            steps(card.between),
            "".join(offer[0] for offer, _ in card.if_out),
        )
        for card in cards(exchange, proposal, seed=SEED)
    }


def test_everyone_in_a_ring_sees_what_they_give_and_get_and_who_is_between():
    assert shown(RING) == {
        "A": (["AB"], ["CA"], ["BC"], "BC"),
        "B": (["BC"], ["AB"], ["CA"], ""),
        "C": (["CA"], ["BC"], ["AB"], ""),
    }


def test_everyone_on_a_chain_sees_what_stays_without_them():
    assert shown(CHAIN) == {
        "G": (["GA"], [], ["AB", "BC"], ""),
        "A": (["AB"], ["GA"], ["BC"], ""),
        "B": (["BC"], ["AB"], ["GA"], "G"),
        "C": ([], ["BC"], ["GA", "AB"], "GA"),
    }


def test_a_card_names_the_offer_the_need_and_the_hours():
    card = cards(RING, find_rings(RING, seed=SEED), seed=SEED)[0]

    assert (card.ring, card.gives[0].offer, card.gives[0].need, card.gives[0].hours) == (
        0,
        "A+",
        "B-",
        10,
    )


def test_the_best_of_the_smaller_rings_is_shown():
    both = exchange_of(["AB", "BC", "CD", "DA", "BA", "DC", "CB"], values={"DC": 5})
    proposal = find_rings(both, seed=SEED, declined=[("D+", "C-")])

    found = cards(both, proposal, seed=SEED)

    assert [card.organisation for card in found] == ["A", "B", "C", "D"]
    assert [offer for offer, _ in found[0].if_out] == ["C+", "D+"]


def test_after_a_no_the_agreed_stays_and_the_rest_is_searched_again():
    exchange = exchange_of(["AB", "BA", "CD", "DE", "EC", "DC"])
    first = find_rings(exchange, seed=SEED)

    second = replan(exchange, first, accepted=[0], declined=[(1, "E")], seed=SEED)

    assert [("".join(o[0] for o, _ in ring.arcs), ring.kept) for ring in second.rings] == [
        ("AB", True),
        ("CD", False),
    ]
    assert second.value == second.bound == 2


def test_what_was_kept_and_declined_before_stays_so():
    exchange = exchange_of(["AB", "BA", "CD", "DE", "EC", "DC"])
    first = find_rings(exchange, seed=SEED)
    gone = declined_arcs(exchange, first, [(1, "E")])
    second = replan(exchange, first, accepted=[0], declined=[(1, "E")], seed=SEED)

    third = replan(exchange, second, accepted=[], declined=[(1, "C")], before=gone, seed=SEED)

    assert gone == {("D+", "E-"), ("E+", "C-")}
    assert [ring.kept for ring in third.rings] == [True]


def test_a_kept_ring_still_holds_the_smaller_one():
    second = replan(RING, find_rings(RING, seed=SEED), accepted=[0], declined=[], seed=SEED)

    assert (second.rings[0].kept, second.rings[0].holds_ring, second.value) == (True, True, 0)


@pytest.mark.parametrize(
    ("accepted", "declined", "words"),
    [
        ([0], [(0, "A")], "ring 0: it is accepted and declined"),
        ([7], [], "ring 7: there is no such number"),
        ([], [(7, "A")], "ring 7: there is no such number"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(accepted, declined, words):
    with pytest.raises(ValueError, match=words):
        replan(
            RING,
            find_rings(RING, seed=SEED),
            accepted=accepted,
            declined=declined,
            seed=SEED,
        )
