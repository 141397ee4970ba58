"""Asking not to be named in published notes, with or without an account; and what custodians do then."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common import errors
from common.forms import ForumForm
from common.pages import paginate
from common.policies import SignedInRequest, demand, public, requires

from .. import links
from ..choices.notes import RemovalState
from ..forms.notes import RemovalForm, TakeOutForm
from ..models import Meeting, RemovalRequest
from ..policies.notes import may_ask_removal, may_write_notes
from ..services import removals as services
from .found_rows import desk_crumbs, done, found, status_of

BY_LINK = "The link is signed and went to the address that asks; the row says if it is good."


@public("Anybody named in public may ask; nothing happens before a link was used.", row="P133")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that one's name is taken out of the notes of a meeting."""
    meeting = found(Meeting.objects.public(), pk)
    demand(may_ask_removal(request.user))
    user: Any = request.user if request.user.is_authenticated else None
    form = RemovalForm(request.POST or None, known=user is not None)
    asked: Any = request
    if done(asked, form, lambda: services.ask_removal(meeting, by=user, **form.content)):
        if user is not None:
            messages.success(request, "A custodian takes it from here, and writes to you.")
            return redirect(meeting.get_absolute_url())
        return redirect("community:removal_sent")
    way = {"title": meeting.title, "url": meeting.get_absolute_url()}
    context = {
        "meeting": meeting,
        "form": form,
        "crumbs": [{"title": "Home", "url": "/"}, way, {"title": "Not be named"}],
    }
    return render(request, "community/removal_ask.html", context, status=status_of(form))


@public("Says that a mail was sent, and names nobody.", row="P133")
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mails."""
    crumbs = [{"title": "Home", "url": "/"}, {"title": "Look into your mails"}]
    return render(request, "community/removal_sent.html", {"crumbs": crumbs})


@public(BY_LINK, row="P133")
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """The link of the mail. Opening it changes nothing; the button does."""
    try:
        key = links.read(links.REMOVAL, signed)
    except links.LinkInvalid:
        return errors.page(request, 404, template="community/removal_missing.html")
    row = RemovalRequest.objects.select_related("meeting").filter(pk=key).first()
    if row is None:
        return errors.page(request, 404, template="community/removal_missing.html")
    if request.method == "POST":
        row = services.confirm_removal(row)
    context = {
        "row": row,
        "waits": row.state == RemovalState.WAITING,
        "settled": row.settled_at is not None,
        "crumbs": [{"title": "Home", "url": "/"}, {"title": "Not be named"}],
    }
    return render(request, "community/removal_confirm.html", context)


@requires(may_write_notes, row="P132", hidden=True)
@require_safe
def removals(request: SignedInRequest) -> HttpResponse:
    """Who asks not to be named, the oldest on top."""
    waiting = RemovalRequest.objects.filter(state=RemovalState.WAITING).select_related("meeting")
    context = {
        "page": paginate(request, waiting, 50),
        "crumbs": desk_crumbs(("Names to take out", "")),
    }
    return render(request, "community/desk_removals.html", context)


@requires(may_write_notes, row="P132", hidden=True)
def removal(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request: take the name out, or say that it does not stand there."""
    row = found(RemovalRequest.objects.select_related("meeting"), pk)
    if row.state == RemovalState.UNCONFIRMED:
        # Nobody has shown yet that it was they who asked.
        row = found(RemovalRequest.objects.none(), pk)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if request.method == "POST" and act not in ("take_out", "refuse"):
        raise BadRequest("No button of this page says so.")
    people = row.meeting.attendance.for_pages()
    first = people.filter(name__iexact=row.name).values_list("pk", flat=True)
    form = TakeOutForm(
        request.POST if act == "take_out" else None,
        people=people,
        initial={"words": row.name, "rows": list(first)},
    )
    refuse = ForumForm(request.POST if act == "refuse" else None, auto_id=False)
    waits = row.state == RemovalState.WAITING
    if act == "take_out" and done(
        request, form, lambda: services.take_out(row, by=request.user, **form.content)
    ):
        messages.success(request, "Taken out, and they are told.")
        return redirect("community:desk_removals")
    if act == "refuse" and done(
        request, refuse, lambda: services.refuse_removal(row, by=request.user)
    ):
        messages.success(request, "They are told that they do not stand there.")
        return redirect("community:desk_removals")
    context = {
        "row": row,
        "form": form if act != "refuse" else refuse,
        "edit": form,
        "refuse": refuse,
        "waits": waits,
        "crumbs": desk_crumbs(
            ("Names to take out", reverse("community:desk_removals")), ("One request", "")
        ),
    }
    return render(request, "community/desk_removal.html", context, status=status_of(form, refuse))
