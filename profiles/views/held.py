"""What we hold about you: all of it on one page, a copy to take away, and the way to have it erased."""

import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from common.pages import paginate
from common.policies import SignedInRequest, demand, requires

from .. import policies, queries, services
from ..forms import EraseForm
from ..models import Agreement, Copy
from .sending import sent

CRUMBS = [
    {"title": "Your account", "url": "/me/"},
    {"title": "What we hold about you", "url": "/me/held/"},
]


@requires(policies.is_signed_in, row="P002")
@require_safe
def held(request: SignedInRequest) -> HttpResponse:
    """Every kind of record: how many there are, why, how long, who sees it."""
    rows = queries.held_about(request.user)
    copies = list(Copy.objects.filter(user=request.user)[:5])
    return render(
        request,
        "profiles/held.html",
        {
            "held": [row for row in rows if row.count],
            "unread": [row for row in rows if row.count is None],
            "none": [row for row in rows if row.count == 0],
            "making": next((copy for copy in copies if copy.ready_at is None), None),
            "copies": [copy for copy in copies if copy.is_open],
            "agreements": Agreement.objects.filter(user=request.user)[:20],
            "crumbs": [CRUMBS[0], {"title": CRUMBS[1]["title"]}],
        },
    )


@requires(policies.is_signed_in, row="P002")
@require_safe
def held_rows(request: SignedInRequest, slug: str) -> HttpResponse:
    """The records of one kind, as they are."""
    declaration = queries.by_slug(slug)
    rows = declaration.rows_about(request.user) if declaration else None
    if declaration is None or rows is None:
        raise Http404
    page = paginate(request, rows.order_by("-pk"), per_page=10)
    return render(
        request,
        "profiles/held_rows.html",
        {
            "declaration": declaration,
            "page": page,
            "records": [
                [
                    {"term": name.replace("_", " ").capitalize(), "value": _in_words(value)}
                    for name, value in record.items()
                    if value not in (None, "", [], {})
                ]
                for record in services.records_of(declaration, list(page), request.user)
            ],
            "crumbs": [*CRUMBS, {"title": declaration.title}],
        },
    )


def _in_words(value: Any) -> str:
    """A value of a record as a reader would write it; the copy has it as it is stored."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_in_words(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    if isinstance(value, str) and (moment := _moment(value)):
        return date_format(timezone.localtime(moment), "j F Y, H:i")
    return str(value)


def _moment(text: str) -> datetime.datetime | None:
    """A day with a time, as records are written out; anything else is None."""
    try:
        moment = datetime.datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo else None


@requires(policies.is_signed_in, row="P006")
@require_POST
def copy_new(request: SignedInRequest) -> HttpResponse:
    """Ask for a copy of it all."""
    services.ask_for_copy(request.user, by=request.user)
    messages.success(request, "We are making your copy. You get a mail when it is ready.")
    return redirect("profiles:held")


@requires(policies.is_signed_in, row="P006")
@require_safe
@reauthentication_required
def copy_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The zip, to its owner, who has just shown who they are; and only while it lasts."""
    copy = get_object_or_404(Copy, pk=pk)
    demand(policies.may_fetch_copy(request.user, copy), hidden=True)
    try:
        content = services.copy_content(copy, by=request.user)
    except FileNotFoundError:
        raise Http404("We could not find that, or you cannot see it.") from None
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="what-the-forum-holds.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@requires(policies.may_be_erased, row="P007", hidden=True)
@reauthentication_required
def erase(request: SignedInRequest) -> HttpResponse:
    """Have everything erased: what goes, what stays, who goes on; then it is done."""
    user = request.user
    led = list(services.led_alone(user))
    form = EraseForm(request.POST or None, user=user, led=led)

    def act() -> None:
        services.ask_to_be_erased(user, by=user, successors=form.successors)

    if sent(request, form, act):
        logout(request)
        return render(request, "profiles/erased.html", {})
    return render(
        request,
        "profiles/erase.html",
        {
            "form": form,
            "led": led,
            "crumbs": [*CRUMBS, {"title": "Erase your account"}],
        },
        status=422 if form.is_bound else 200,
    )
