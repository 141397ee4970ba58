"""Counts that a page was read (:mod:`desk.visits`)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import visits


class CountVisits:
    """After the page is made: one more in memory, and now and then a row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.FORUM_COUNT_VISITS and visits.counts(request, response):
            section = visits.section_of(request.path_info)
            if visits.GATHERING.add(section):
                visits.GATHERING.write()
        return response
