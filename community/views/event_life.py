"""Calling an event off, taking that back, giving it more dates; a custodian's decision about one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common import moderation
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, is_custodian, requires, signed_in
from common.states import IllegalMove

from .. import event_words as words
from ..clock import local
from ..forms.event_acts import CallOffForm, EventDecisionForm, RepeatForm
from ..models import Event
from ..policies import events as policies
from ..queries import events as queries
from ..services import event_life, event_series
from ..services import events as services
from .event_drafts import own_event
from .events import visible_event

DONE = {
    "approve": "Published. Its author is told.",
    "changes": "Sent back. Its author reads what you wrote.",
    "reject": "Not published. Its author reads why.",
}


@requires(signed_in)
def event_call_off(request: SignedInRequest, slug: str) -> HttpResponse:
    """Call it off, after asking once; or say that it takes place after all."""
    thing = visible_event(request, slug)
    demand(policies.may_call_off_event(request.user, thing))
    off = services.is_called_off(thing)
    form = CallOffForm(request.POST or None)
    if off:
        del form.fields["why"]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        if off:
                            event_life.reinstate(thing, by=request.user)
                        else:
                            event_life.call_off(thing, by=request.user, why=form.content["why"])
                        attempt.answer = thing.get_absolute_url()
                messages.success(
                    request, "It takes place." if off else "Called off. Its page says so."
                )
                return redirect(attempt.answer)
            except IllegalMove as error:
                status = 409
                form.add_error(None, str(error))
            except KeyReused as error:
                form.add_error(None, str(error))
    context = {
        "form": form,
        "event": thing,
        "page_heading": "Does it take place after all?" if off else "Call it off?",
        "page_kind": thing.title,
        "page_lede": "Its page, calendars and feeds say so again."
        if off
        else "It stays where it is and says that it does not take place. Calendars that follow it say so too. "
        "Until it would have begun you can take this back.",
        "submit": "It takes place" if off else "Call it off",
        "cancel_url": thing.get_absolute_url(),
    }
    return render(request, "community/event_confirm.html", context, status=status)


@requires(signed_in, row="P124")
def event_repeat(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give it more dates: looked at first, then made as drafts of their own."""
    thing = own_event(request, slug)
    form = RepeatForm(request.POST or None)
    days: list[Any] = []
    cut, missing = False, []
    if request.method == "POST" and form.is_valid():
        first = local(thing.starts).date()
        days, cut = event_series.later_days(first, form.content["every"], form.content["until"])
        missing = event_series.days_without_that_hour(thing, days)
        days = [day for day in days if day not in missing]
        if not days:
            form.add_error("until", "There is no later date until then. Choose a later day.")
        elif form.content["sure"] == "yes":
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        made = event_series.repeat_event(thing, by=request.user, days=days)
                        attempt.answer = reverse("community:my_events")
                        messages.success(request, f"{len(made)} more dates were made.")
                return redirect(attempt.answer)
            except KeyReused as error:
                form.add_error(None, str(error))
    context = {
        "form": form,
        "event": thing,
        "days": days,
        "cut": cut,
        "missing": missing,
        "page_heading": "Repeat it",
        "page_kind": thing.title,
        "page_lede": "Each date becomes an event of its own, which you can change or call off alone.",
        "cancel_url": thing.get_absolute_url(),
    }
    asks = bool(days) and not form.errors
    status = 200 if not form.is_bound or asks else 422
    return render(request, "community/event_repeat.html", context, status=status)


@requires(is_custodian, row="P125", hidden=True)
def event_decide(request: SignedInRequest, slug: str) -> HttpResponse:
    """What they wrote, what is like it, and three buttons; one for a whole series where it has one."""
    rows = Event.objects.select_related("organisation__state", "state", "district")
    thing = rows.filter(slug=slug).first()
    if thing is None:
        raise Http404("We could not find that, or you cannot see it.")
    draft = thing.get_latest_revision_as_object()
    draft.state = thing.state
    waits = moderation.current_state(thing) == moderation.WAITING
    beside = services.waiting_beside(thing) if waits else []
    form = EventDecisionForm(request.POST or None, beside=len(beside))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        _decide(thing, form, by=request.user)
                        attempt.answer = reverse("desk:home")
                messages.success(request, DONE[form.content["decision"]])
                return redirect(attempt.answer)
            except IllegalMove as error:
                status = 409
                form.add_error(None, str(error))
            except KeyReused as error:
                form.add_error(None, str(error))
    near = queries.alike_among(
        Event.objects.all(), title=draft.title, starts=draft.starts, leaving_out=thing.pk
    )
    context = {
        "event": draft,
        "live": thing if thing.live else None,
        "facts": words.facts(draft),
        "times": words.times(draft.starts, draft.ends),
        "waits": waits,
        "may": policies.may_decide_event(request.user, thing),
        "beside": [(one, words.times(one.starts, one.ends)) for one in beside],
        "near": [(one, words.times(one.starts, one.ends)) for one in near if one not in beside],
        "form": form,
        "wagtail_url": reverse("wagtailsnippets_community_event:edit", args=[thing.pk]),
        "crumbs": [{"title": "The desk", "url": "/desk/"}, {"title": draft.title}],
    }
    return render(request, "community/event_decide.html", context, status=status)


def _decide(thing: Event, form: EventDecisionForm, *, by: Any) -> None:
    decision, comment = form.content["decision"], form.content["comment"]
    if decision == "changes":
        services.ask_for_changes(thing, by=by, comment=comment)
    elif decision == "reject":
        services.refuse_event(thing, by=by, comment=comment)
    elif form.content.get("whole"):
        services.approve_together(thing, by=by, comment=comment)
    else:
        services.approve_event(thing, by=by, comment=comment)
