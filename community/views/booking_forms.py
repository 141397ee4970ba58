"""What the views of bookings share: a sheet that exists, refusals in words, pages that are kept nowhere."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse

from common.states import IllegalMove

from ..models import BookingSheet

NOT_THERE = "We could not find that, or you cannot see it."
MOST = 2**63


def found_sheet(pk: int) -> BookingSheet:
    """The sheet with what its pages say. Raises Http404."""
    rows = BookingSheet.objects.for_pages().prefetch_related("parts", "reminders")
    sheet = rows.filter(pk=pk).first() if pk < MOST else None
    if sheet is None:
        raise Http404(NOT_THERE)
    return sheet


def in_words(act: Callable[[], object]) -> Callable[[], None]:
    """A verb whose refusals are sentences for the form."""

    def run() -> None:
        try:
            act()
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        except IllegalMove as error:
            raise ValueError(str(error)) from error

    return run


def private(response: HttpResponse) -> HttpResponse:
    """Nobody who shares the computer or the network finds it again."""
    response["Cache-Control"] = "no-store"
    return response
