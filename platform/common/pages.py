"""Pagination that never errs: out of range is the last page, and no offset is ever huge."""

from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import HttpRequest

MOST_PER_PAGE = 100
DEEPEST_OFFSET = 10_000


class UpperBoundPaginator(Paginator):
    """A paginator with an upper bound on page size and on how deep anybody can page."""

    def __init__(self, object_list: Any, per_page: int, **kwargs: Any) -> None:
        super().__init__(object_list, max(1, min(int(per_page), MOST_PER_PAGE)), **kwargs)

    @property
    def num_pages(self) -> int:
        return min(super().num_pages, max(1, DEEPEST_OFFSET // self.per_page))

    def get_page(self, number: Any) -> Page:
        """The page asked for; nonsense is the first page, too far is the last."""
        try:
            number = self.validate_number(number)
        except PageNotAnInteger:
            number = 1
        except (EmptyPage, OverflowError):
            number = 1 if str(number).strip().startswith("-") else self.num_pages
        return self.page(number)


def paginate(request: HttpRequest, queryset: Any, per_page: int = 20) -> Page:
    """The page of ``queryset`` that the address asks for with ``?page=``."""
    asked = request.GET.get("page", "1")[:12]
    if not asked.lstrip("-").isascii():
        asked = "1"
    return UpperBoundPaginator(queryset, per_page).get_page(asked)
