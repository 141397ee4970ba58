"""Who holds an office: the public page, and the desk's list."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from common.policies import SignedInRequest, public, requires
from profiles.views.sending import sent

from ..forms.offices import FIELDS, OfficeForm
from ..models import OfficeHolder
from ..policies.offices import may_keep_offices
from ..services.offices import appoint, change_office, remove_office


@public("Names are shown of those alone who said yes to it.")
@require_safe
def office_holders(request: HttpRequest) -> HttpResponse:
    """Who holds an office today, until when, and who is next."""
    today = timezone.localdate()
    return render(
        request,
        "community/office_holders.html",
        {
            "rows": [_row(row, f"Until {_day(row.ends)}") for row in _held(today)],
            "next_rows": [
                _row(row, f"{_day(row.starts)} to {_day(row.ends)}")
                for row in OfficeHolder.objects.after(today)
            ],
            "crumbs": [{"title": "Home", "url": "/"}, {"title": "Office-holders", "url": ""}],
        },
    )


def _held(today: Any) -> Any:
    return OfficeHolder.objects.held_on(today)


def _row(row: OfficeHolder, term: str) -> dict[str, Any]:
    return {"kind": row.role, "title": row.shown_name, "summary": row.about, "aside": [term]}


def _day(day: Any) -> str:
    return date_format(day, "j F Y").replace(" ", "\N{NO-BREAK SPACE}")


@requires(may_keep_offices, hidden=True)
@require_safe
def offices(request: SignedInRequest) -> HttpResponse:
    """Everybody entered: in office, to come, over."""
    today = timezone.localdate()
    rows = list(OfficeHolder.objects.select_related("user"))
    return render(
        request,
        "community/offices_desk.html",
        {
            "groups": [
                ("In office", [row for row in rows if row.starts <= today <= row.ends]),
                ("To come", [row for row in rows if row.starts > today]),
                ("Over", [row for row in rows if row.ends < today]),
            ],
            "any": bool(rows),
        },
    )


@requires(may_keep_offices, hidden=True)
def office_new(request: SignedInRequest) -> HttpResponse:
    """Enter a term of office."""
    form = OfficeForm(request.POST or None)
    if sent(request, form, lambda: appoint(by=request.user, **form.content)):
        messages.success(request, "Entered.")
        return redirect("community:offices")
    return render(request, "community/office_form.html", {"form": form}, status=form.status)


@requires(may_keep_offices, hidden=True)
def office_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a term of office."""
    row = get_object_or_404(OfficeHolder.objects.select_related("user"), pk=pk)
    form = OfficeForm(request.POST or None, initial=_typed(row))
    if sent(
        request,
        form,
        lambda: change_office(row, by=request.user, **form.content),
        now=lambda: OfficeForm(initial=_typed(_locked(row))),
    ):
        messages.success(request, "Saved.")
        return redirect("community:offices")
    return render(
        request, "community/office_form.html", {"form": form, "office": row}, status=form.status
    )


def _locked(row: OfficeHolder) -> OfficeHolder:
    return (
        OfficeHolder.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    )


def _typed(row: OfficeHolder) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in FIELDS},
        "address": row.user.email if row.user else "",
    }


@requires(may_keep_offices, hidden=True)
def office_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an entry out, after asking."""
    row = get_object_or_404(OfficeHolder, pk=pk)
    if request.method == "POST":
        remove_office(row, by=request.user)
        messages.success(request, "Taken out.")
        return redirect("community:offices")
    return render(request, "community/office_remove.html", {"office": row})
