"""Small counts stay hidden, also from whoever knows every other figure and the rules."""

from itertools import product

import pytest

from community.suppression import LEAST, one_each, out_of

MOST = 13


@pytest.mark.parametrize("cells", [2, 3, 4])
def test_no_hidden_small_count_can_be_worked_out(cells) -> None:
    worlds: dict[tuple, list[tuple[int, ...]]] = {}
    for counts in product(range(MOST), repeat=cells):
        if sum(counts) <= MOST + 4:
            worlds.setdefault((sum(counts), tuple(one_each(counts))), []).append(counts)

    for (total, shown), possible in worlds.items():
        assert all(count is None or count >= LEAST for count in shown)
        for place, count in enumerate(shown):
            if count is not None or total < LEAST:
                continue
            values = {world[place] for world in possible}
            small = any(0 < value < LEAST for value in values)
            assert not small or len(values) > 1, (total, shown, possible)


def test_one_hidden_count_takes_another_along() -> None:
    assert one_each([3, 6, 20]) == [None, None, 20]
    assert one_each([1, 1, 9, 12]) == [None, None, None, 12]
    assert one_each([2, 3, 9]) == [None, None, 9]


def test_nothing_is_shown_of_very_few() -> None:
    assert one_each([2, 2]) == [None, None]
    assert out_of(4, 4) is None


@pytest.mark.parametrize("total", range(20))
def test_a_count_beside_its_total_gives_no_small_rest_away(total) -> None:
    shown = {count: out_of(count, total) for count in range(total + 1)}

    for count, told in shown.items():
        if told is not None:
            assert told == count >= LEAST
            assert count == total or total - count >= LEAST
