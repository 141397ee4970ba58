"""Drafting an event, changing it, handing it in, taking it back; a page of one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.idempotency import KeyReused, is_new, once
from common.pages import paginate
from common.policies import SignedInRequest, demand, requires, signed_in
from common.states import IllegalMove
from profiles.views.sending import sent

from .. import event_words as words
from ..forms.events import EventForm, typed_of
from ..models import Event
from ..policies import events as policies
from ..queries import events as queries
from ..services import events as services
from .events import visible_event


@requires(policies.may_draft_event, row="P123")
def event_new(request: SignedInRequest) -> HttpResponse:
    """Draft an event, from nothing or from one that was here before."""
    source = _source(request)
    initial = _again(source) if source else {}
    form = EventForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid() and not _may_be_known(form, request):
        if form.cleaned_data.get("same") == "same" and form.alike:
            messages.info(request, "It is here already, so nothing was saved.")
            return redirect(form.alike[0].get_absolute_url())
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    made = services.draft_event(by=request.user, **form.event_fields())
                    attempt.answer = made.get_absolute_url()
                    messages.success(request, "Saved. Read it once more and send it in.")
            return redirect(attempt.answer)
        except KeyReused as error:
            form.add_error(None, str(error))
    return _form_page(request, form, "Tell us of an event", source=source)


def _may_be_known(form: EventForm, request: SignedInRequest, *, but: int | None = None) -> bool:
    """Whether its author has to say first that it is another one. What was sent before was asked then."""
    if form.key and not is_new(form.key, actor=request.user):
        return False
    found = queries.alike(
        request.user,
        title=form.cleaned_data["title"],
        starts=form.cleaned_data["starts"],
        leaving_out=but,
    )
    return form.ask_whether_the_same(found)


def _source(request: SignedInRequest) -> Event | None:
    """What to begin from: "last" is the user's own last one, else one that they may see."""
    asked = request.GET.get("like", "")[:200]
    if not asked:
        return None
    if asked == "last":
        return services.last_of(request.user)
    rows = Event.objects.visible_to(request.user).select_related("state", "organisation")
    found = rows.filter(slug=asked).first()
    return found if found is not None and policies.owns_event(request.user, found) else None


def _again(source: Event) -> dict[str, Any]:
    """Its words without its day, which is another one this time."""
    text = source if source.live else source.get_latest_revision_as_object()
    return {**typed_of(text), "day": None, "last_day": None}


@requires(signed_in, row="P124")
def event_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change it. What is published stays as it is until a custodian approves the change."""
    thing = own_event(request, slug)
    form = EventForm(request.POST or None, user=request.user, initial=_typed(thing))
    if queries.standing(thing).key == "waiting":
        messages.warning(request, "It is with the custodians. Take it back first, to change it.")
        return redirect(thing.get_absolute_url())
    del form.fields["same"]
    if sent(
        request,
        form,
        lambda: services.change_event(thing, by=request.user, **form.event_fields()),
        now=lambda: _now(request, thing),
    ):
        messages.success(request, "Saved. Send it in, so that a custodian reads it.")
        return redirect(thing.get_absolute_url())
    return _form_page(request, form, "Change your event", event=thing, status=form.status)


def _typed(thing: Event) -> dict[str, Any]:
    return typed_of(thing.get_latest_revision_as_object())


def _now(request: SignedInRequest, thing: Event) -> EventForm:
    """The form as it would be made now, of the row held until the change is done."""
    held = Event.objects.select_for_update(of=("self",)).get(pk=thing.pk)
    form = EventForm(user=request.user, initial=_typed(held))
    del form.fields["same"]
    return form


def _form_page(
    request: SignedInRequest,
    form: EventForm,
    heading: str,
    *,
    event: Event | None = None,
    source: Event | None = None,
    status: int | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "event": event,
        "source": source,
        "alike": [(one, words.times(one.starts, one.ends)) for one in form.alike],
        "page_heading": heading,
        "has_last": event is None and services.last_of(request.user) is not None,
        "cancel_url": event.get_absolute_url() if event else reverse("community:events"),
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": "Events", "url": reverse("community:events")},
            {"title": heading},
        ],
    }
    found = status if status is not None else (422 if form.is_bound else 200)
    return render(request, "community/event_form.html", context, status=found)


def own_event(request: SignedInRequest, slug: str) -> Event:
    """One of the user's own; of others' drafts nobody learns that they are there."""
    thing = visible_event(request, slug)
    demand(policies.may_edit_event(request.user, thing), hidden=True)
    return thing


@requires(signed_in, row="P124")
def event_send(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hand it in. Without a button pressed, back to its page, where the button is."""
    thing = own_event(request, slug)
    if request.method == "POST":
        try:
            services.submit_event(thing, by=request.user)
            messages.success(request, "Sent. A custodian reads it, usually within a week.")
        except IllegalMove as error:
            messages.warning(request, str(error))
    return redirect(thing.get_absolute_url())


@requires(signed_in, row="P124")
def event_take_back(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take it back from the custodians, to change it."""
    thing = own_event(request, slug)
    if request.method == "POST":
        try:
            services.take_back_event(thing, by=request.user)
        except IllegalMove as error:
            messages.warning(request, str(error))
            return redirect(thing.get_absolute_url())
        return redirect("community:event_edit", slug=thing.slug)
    return redirect(thing.get_absolute_url())


@requires(signed_in, row="P124")
def my_events(request: SignedInRequest) -> HttpResponse:
    """What I drafted, sent in, or what my organisations hold, with where each stands."""
    page = paginate(request, queries.own(request.user))
    events = list(page)
    stands = queries.standings(events)
    rows = []
    for one in events:
        standing = stands[one.pk]
        waits = standing.key in ("changes", "refused", "draft", "live_draft")
        line = words.row(one) | {
            "status": {
                "text": standing.words,
                "state": "" if waits or standing.key == "waiting" else "done",
            }
        }
        if standing.comment:
            line["summary"] = standing.comment
        rows.append(line)
    context = {
        "page": page,
        "rows": rows,
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": "Events", "url": reverse("community:events")},
            {"title": "Your events"},
        ],
    }
    return render(request, "community/my_events.html", context)
