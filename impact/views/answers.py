"""Answering from a mail, without an account. Opening the link changes nothing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from common.policies import public
from common.states import IllegalMove
from profiles import links
from profiles.policies import leads
from profiles.views.sending import sent

from .. import services
from ..choices import Moment
from ..forms import LaterForm, OutcomeForm
from ..models import Ask
from ..services.letters import ASK
from ..sources import Source, source_of
from .own import status_of, words


@public("The signed link names who was asked; it shows what they were in, and nobody's name.")
@never_cache
def answer(request: HttpRequest, signed: str) -> HttpResponse:
    """GET asks, POST answers. A link that was tampered with is no page."""
    ask = _asked(signed)
    source = source_of(ask) if ask is not None else None
    if ask is None or source is None or ask.user is None or not ask.user.is_active:
        raise Http404
    if not ask.is_open:
        return _say(request, "impact/answered.html", ask=ask, source=source)
    if ask.moment == Moment.DONE:
        return _what_came(request, ask, source)
    return _later(request, ask, source)


def _asked(signed: str) -> Ask | None:
    try:
        pk = links.read(ASK, signed)
    except links.LinkInvalid:
        return None
    return Ask.objects.filter(pk=pk, asked_on__isnull=False).select_related("user").first()


def _what_came(request: HttpRequest, ask: Ask, source: Source) -> HttpResponse:
    posted = request.method == "POST"
    if posted and request.POST.get("nothing") == "yes":
        services.nothing_came(ask)
        return redirect(request.path)
    form = OutcomeForm(request.POST if posted else None, request.FILES if posted else None)

    def act() -> None:
        outcome = services.record_outcome(source, by=ask.user, **words(form))  # type: ignore[arg-type]
        services.send_in(outcome, by=ask.user)  # type: ignore[arg-type]

    if _done(request, form, act, beside="file"):
        return redirect(request.path)
    for_all = any(leads(ask.user, one) for one in source.organisations) or ask.user in source.people
    return _say(
        request,
        "impact/answer.html",
        status=status_of(form),
        form=form,
        source=source,
        consents=for_all,
    )


def _later(request: HttpRequest, ask: Ask, source: Source) -> HttpResponse:
    form = LaterForm(request.POST if request.method == "POST" else None)
    if _done(request, form, lambda: services.answer_later(ask, **form.content)):
        return redirect(request.path)
    return _say(
        request,
        "impact/answer_later.html",
        status=status_of(form),
        form=form,
        source=source,
        long_ago="six months" if ask.moment == Moment.HALF_YEAR else "a year",
    )


def _done(request: Any, form: Any, act: Any, *, beside: str | None = None) -> bool:
    """As the site sends every form; whoever holds the link stands for whom it was sent to."""
    try:
        return sent(request, form, act, beside=beside)
    except IllegalMove as error:
        form.add_error(None, str(error))
        form.refused = True
        return False


def _say(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    response = render(request, template, context, status=status)
    # The address holds the key: search engines may not learn it.
    response["X-Robots-Tag"] = "noindex"
    return response
