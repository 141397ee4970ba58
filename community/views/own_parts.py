"""What members add to a meeting themselves: an organisation's update, a presenter's contact."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.policies import SignedInRequest, demand, requires
from profiles.models import Organisation
from profiles.policies import is_signed_in
from profiles.views.sending import sent

from ..forms.agenda import ContactForm, UpdateForm
from ..models import AgendaItem, Meeting, MemberUpdate
from ..policies.meetings import may_see_meeting, may_show_contact
from ..services.agenda import show_contact
from ..services.updates import write_update
from .found_meeting import NOT_THERE, found_meeting, meeting_crumbs


@requires(is_signed_in)
def update(request: SignedInRequest, **day: str) -> HttpResponse:
    """An organisation's page for a meeting, written by whoever speaks for it."""
    found = found_meeting(request, **day)
    mine = list(
        Organisation.objects.public().filter(memberships__user=request.user).order_by("name")
    )
    slug = request.GET.get("for", "")[:200]
    chosen = next((one for one in mine if one.slug == slug), None)
    if slug and chosen is None:
        raise Http404(NOT_THERE)
    chosen = chosen or (mine[0] if len(mine) == 1 else None)
    context: dict[str, Any] = {
        "meeting": found,
        "organisations": mine,
        "organisation": chosen,
        "crumbs": meeting_crumbs(found, "Your update"),
    }
    if chosen is None or not found.takes_updates:
        return render(request, "community/update_closed.html", context)
    form = _update_form(found, chosen, request.POST if request.method == "POST" else None)
    if sent(
        request,
        form,
        lambda: write_update(found, chosen, by=request.user, text=form.content["text"]),
        now=lambda: _update_form(found, chosen),
    ):
        kept = bool(form.content["text"])
        messages.success(request, "Saved. Change it until the deadline." if kept else "Taken back.")
        return redirect(found.get_absolute_url())
    context |= {
        "form": form,
        "submit": "Save the update",
        "cancel_url": found.get_absolute_url(),
        "page_heading": f"Update from {chosen.name}",
        "page_kind": found.title,
        "page_lede": "What is new with you, what you look for, what you offer.",
    }
    return render(request, "community/form.html", context, status=form.status)


def _update_form(found: Meeting, organisation: Organisation, data: Any = None) -> UpdateForm:
    row = MemberUpdate.objects.filter(meeting=found, organisation=organisation).first()
    return UpdateForm(data, initial={"text": row.text if row is not None else ""})


@requires(is_signed_in, hidden=True)
def contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """A presenter says whether and how they can be reached; nobody says it for them."""
    item = _own_item(request, pk)
    form = ContactForm(request.POST if request.method == "POST" else None, initial=_said(item))
    if sent(
        request,
        form,
        lambda: show_contact(
            item,
            by=request.user,
            contact=form.content["contact"],
            shown=form.content["contact_shown"],
        ),
        now=lambda: ContactForm(initial=_said(AgendaItem.objects.get(pk=item.pk))),
    ):
        shown = form.content["contact_shown"]
        said = "It stands beside your item." if shown else "Nobody sees how to reach you."
        messages.success(request, said)
        return redirect(request.path)
    context = {
        "form": form,
        "submit": "Save",
        "cancel_url": item.meeting.get_absolute_url(),
        "page_heading": "Can people reach you?",
        "page_kind": item.title,
        "page_lede": "You are on the agenda. Without a yes of yours only your name stands there.",
        "crumbs": meeting_crumbs(item.meeting, "Can people reach you?"),
    }
    return render(request, "community/form.html", context, status=form.status)


def _own_item(request: SignedInRequest, pk: int) -> AgendaItem:
    if pk >= 2**63:
        raise Http404(NOT_THERE)
    item = get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=pk)
    demand(
        may_show_contact(request.user, item) and may_see_meeting(request.user, item.meeting),
        hidden=True,
    )
    return item


def _said(item: AgendaItem) -> dict[str, Any]:
    return {"contact": item.contact, "contact_shown": item.contact_shown}
