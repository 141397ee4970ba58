"""No page number is an error, and no offset is huge."""

import pytest
from django.test import RequestFactory

from common.pages import DEEPEST_OFFSET, MOST_PER_PAGE, UpperBoundPaginator, paginate


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("1", 1),
        ("3", 3),
        ("4", 3),
        ("0", 1),
        ("-1", 1),
        ("-", 1),
        ("abc", 1),
        ("", 1),
        ("1.5", 1),
        ("٣", 3),
        ("²", 1),
        ("999999999999999999999999", 3),
        ("1e9", 1),
        ("NaN", 1),
        ("last", 1),
        ("\x00", 1),
    ],
)
def test_any_page_number_shows_a_page(asked: str, number: int) -> None:
    request = RequestFactory().get("/", {"page": asked})

    assert paginate(request, range(45)).number == number


def test_an_empty_list_has_one_page() -> None:
    assert list(paginate(RequestFactory().get("/?page=9"), [])) == []


@pytest.mark.parametrize("size", [0, -5, 10**9])
def test_page_size_is_bounded(size: int) -> None:
    assert 1 <= UpperBoundPaginator(range(5), size).per_page <= MOST_PER_PAGE


def test_nobody_pages_deeper_than_the_bound() -> None:
    paginator = UpperBoundPaginator(range(1_000_000), 100)

    last = paginator.get_page(10**18)

    assert last.start_index() <= DEEPEST_OFFSET
    assert not last.has_next()
