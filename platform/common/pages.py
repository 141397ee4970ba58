"""Pagination that never errs: out of range is the last page, and no offset is ever huge."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST_PER_PAGE = 100
DEEPEST_OFFSET = 10_000


class UpperBoundPaginator(Paginator):
    """A paginator with an upper bound on page size and on how deep anybody can page."""

    def __init__(
        self,
        object_list: Any,
        per_page: int,
        *,
        counted: int | None = None,
        found: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.counted = counted
        self.found = found
        super().__init__(object_list, max(1, min(int(per_page), MOST_PER_PAGE)), **kwargs)

    @cached_property
    def count(self) -> int:
        """How many there are, or ``counted`` where there are more: see :attr:`more`."""
        if self.found is not None:
            return self.found
        if self.counted is None:
            return super().count
        return min(self._seen, self.counted)

    @cached_property
    def _seen(self) -> int:
        rows: QuerySet = self.object_list  # type: ignore[assignment]  # with counted, it is one
        return rows.order_by()[: (self.counted or 0) + 1].count()

    @property
    def more(self) -> bool:
        """Whether there are more than were counted. The pages after those are not numbered."""
        return self.counted is not None and self._seen > self.counted

    @property
    def num_pages(self) -> int:
        return min(super().num_pages, max(1, DEEPEST_OFFSET // self.per_page))

    def get_page(self, number: Any) -> Page:
        """The page asked for; nonsense is the first page, too far is the last."""
        try:
            number = int(number)
        except (TypeError, ValueError):
            number = 1
        return self.page(max(1, min(number, self.num_pages)))


def paginate(
    request: HttpRequest,
    queryset: Any,
    per_page: int = 20,
    *,
    counted: int | None = None,
    found: int | None = None,
) -> Page:
    """The page of ``queryset`` that the address asks for with ``?page=``.

    With ``counted`` no more than so many rows are counted and paged through; ``found`` is how many
    there are, where that is known already.
    """
    pages = UpperBoundPaginator(queryset, per_page, counted=counted, found=found)
    return pages.get_page(request.GET.get("page", "1")[:20])


def first_of(rows: QuerySet, limit: int) -> tuple[list[Any], int]:
    """The first ``limit`` rows, and how many there are; counted only where they are not all."""
    found = list(rows[: limit + 1])
    return found[:limit], len(found) if len(found) <= limit else rows.count()
