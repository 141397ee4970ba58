"""Lunch: a custodian makes the plan and prints it; each person reads whom to meet and says what came of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from common.policies import SignedInRequest, demand, requires
from community import booking_words
from community.models import Booking
from community.policies.bookings import owns_bookings
from community.views.booking_forms import MOST, found_sheet, in_words, private
from profiles.views.sending import sent

from ..forms.lunch import TablesForm
from ..models import LunchPair
from ..policies import lunch as policies
from ..queries import lunch as queries
from ..services import TooManyAsked
from ..services import lunch as services


@requires(policies.may_plan_lunch, row="P127", hidden=True)
def desk_lunch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who sits where, to print; and the button that makes the plan, again where somebody left or came."""
    sheet = found_sheet(pk)
    if sheet.lunch is None:
        raise Http404
    found = queries.for_desk(sheet)
    plan = found.plan
    initial = {"sizes": ", ".join(str(one) for one in plan.sizes)} if plan else None
    form = TablesForm(request.POST if request.method == "POST" else None, initial=initial)
    make = in_words(
        lambda: services.make_plan(sheet, by=request.user, sizes=form.cleaned_data["sizes"])
    )
    if sent(request, form, make, beside="sizes"):
        messages.success(request, "Planned. Everybody is told on the morning of the day before.")
        return redirect("matching:desk_lunch", pk=pk)
    context = {
        "sheet": sheet,
        "gathering": sheet.gathering,
        "when": booking_words.when(sheet.gathering),
        "found": found,
        "plan": plan,
        "form": form,
        "few": found.asked < services.FEWEST,
        "settled": services.is_settled(plan, sheet),
        "told_from": booking_words.moment(services.told_from(sheet.gathering.starts)),
        "crumbs": [
            {"title": "Bookings", "url": "/desk/bookings/"},
            {"title": sheet.gathering.title, "url": sheet.desk_url},
            {"title": "Lunch"},
        ],
    }
    return private(
        render(request, "matching/desk_lunch.html", context, status=422 if form.errors else 200)
    )


def _own(request: SignedInRequest, pk: int) -> Booking:
    """One's own booking that wants to be told. Others' are not there."""
    rows = Booking.objects.for_pages().of(request.user).live()
    booking = rows.filter(pk=pk).first() if pk < MOST else None
    if booking is None:
        raise Http404
    demand(policies.may_see_lunch(request.user, booking), hidden=True)
    return booking


@requires(owns_bookings, row="P099", hidden=True)
def lunch(request: SignedInRequest, pk: int) -> HttpResponse:
    """My three, why, and my table; once it has begun, what came of it."""
    return _page(request, _own(request, pk))


def _page(
    request: SignedInRequest, booking: Booking, *, refused: str = "", status: int = 200
) -> HttpResponse:
    sheet = booking.sheet
    seat = queries.seat_of(booking) if booking.meets else None
    begun = sheet.gathering.starts <= timezone.now()
    met = queries.people_of(seat) if seat else []
    context = {
        "booking": booking,
        "gathering": sheet.gathering,
        "when": booking_words.when(sheet.gathering),
        "seat": seat,
        "met": [
            {
                "row": row,
                "may_introduce": begun
                and row.talked
                and row.introduction is None
                and services.match_between(row.pair, request.user) is not None,
            }
            for row in met
        ],
        "begun": begun,
        "refused": refused,
        "told_from": booking_words.moment(services.told_from(sheet.gathering.starts)),
        "crumbs": [
            {"title": "Your bookings", "url": "/me/bookings/"},
            {"title": sheet.gathering.title, "url": booking.get_absolute_url()},
            {"title": "Lunch"},
        ],
    }
    return private(render(request, "matching/lunch.html", context, status=status))


def _pair(booking: Booking, pk: int) -> LunchPair:
    """A pair of one's own page."""
    seat = queries.seat_of(booking)
    for row in queries.people_of(seat) if seat else []:
        if row.pair.pk == pk:
            return row.pair
    raise Http404


@requires(owns_bookings, row="P099", hidden=True)
@require_POST
def talked(request: SignedInRequest, pk: int, pair: int) -> HttpResponse:
    """The first tap: we talked."""
    booking = _own(request, pk)
    services.note_talked(_pair(booking, pair), by=request.user)
    messages.success(request, "Good. If you want to go on, ask to be introduced.")
    return redirect("matching:lunch", pk=pk)


@requires(owns_bookings, row="P109", hidden=True)
@require_POST
def introduce(request: SignedInRequest, pk: int, pair: int) -> HttpResponse:
    """The second: introduce us. The other side is asked, as always."""
    booking = _own(request, pk)
    try:
        introduction = services.introduce_two(_pair(booking, pair), by=request.user)
    except TooManyAsked as many:
        return _page(request, booking, refused=str(many), status=422)
    messages.success(request, "Asked. You will hear within two weeks at the latest.")
    return redirect(introduction)


@requires(owns_bookings, row="P126", hidden=True)
@require_POST
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Suggest me to nobody."""
    booking = _own(request, pk)
    services.leave_lunch(booking, by=request.user)
    messages.success(request, "Taken back. You are suggested to nobody, and nobody to you.")
    return redirect(booking)
