"""Writing answers for several at once, and reading each mail again before they are sent."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, requires, signed_in
from common.states import IllegalMove
from profiles.policies import leads

from .. import reading_words as words
from ..application_choices import ApplicationState
from ..forms.reviewing import AnswerForm
from ..models import Application, Opportunity
from ..queries import applications as queries
from ..services import deciding
from ..services.telling import as_it_will_read
from .inbox import hosted

S = ApplicationState
TITLES = {
    S.OFFERED: "Offer a place",
    S.RESERVE: "Keep in reserve",
    S.DECLINED: "Decline",
}


def _picked(request: SignedInRequest, thing: Opportunity) -> list[Application]:
    """The applications that were ticked, of those the user may read."""
    values = request.GET.getlist("pick") + request.POST.getlist("pick")
    short = [value for value in values[:500] if len(value) < 12]
    ids = {int(value) for value in short if value.isascii() and value.isdecimal()}
    rows = queries.of_opportunity(thing, request.user).filter(pk__in=ids)
    return list(rows.select_related("person__user").order_by("pk")[: deciding.MOST_AT_ONCE])


@requires(signed_in, row="P081")
def write(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """One answer for all that were ticked: a reason for the record, and what they read."""
    thing = hosted(request, kind, slug)
    here = f"{thing.get_absolute_url()}applications/"
    to = request.POST.get("to") or request.GET.get("to", "")
    if to == S.OFFERED:
        demand(leads(request.user, thing.organisation), hidden=True)
    rows = _picked(request, thing)
    if to not in TITLES:
        return redirect(here)
    if not rows:
        messages.warning(request, "Tick whom to answer first.")
        return redirect(here)
    form = AnswerForm(request.POST or None, to=to)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        _write_all(request, rows, to, form)
                        attempt.answer = f"{here}check/"
                return redirect(attempt.answer)
            except KeyReused as error:
                form.add_error(None, str(error))
    context = {
        "form": form,
        "opportunity": thing,
        "to": to,
        "picked": [(row.pk, words.called(row)) for row in rows],
        "page_heading": TITLES[S(to)],
        "cancel_url": here,
    }
    return render(request, "opportunities/application_answer.html", context, status=status)


def _write_all(request: SignedInRequest, rows: list[Application], to: str, form: ForumForm) -> None:
    left_out = []
    for row in rows:
        try:
            with transaction.atomic():
                deciding.write_decision(row, by=request.user, to=to, **form.content)
        except (IllegalMove, ValidationError):
            left_out.append(words.called(row))
    if left_out:
        names = ", ".join(left_out[:10])
        messages.warning(
            request, f"Left out, because they moved on or wait for your own scores: {names}."
        )


class SendForm(ForumForm):
    """Nothing but the key, so that a double click sends once."""


@requires(signed_in, row="P081")
def check(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Each mail as it will read, then one button."""
    thing = hosted(request, kind, slug)
    here = f"{thing.get_absolute_url()}applications/"
    rows = [
        row
        for row in queries.written(thing, request.user)[: deciding.MOST_AT_ONCE]
        if deciding.may_write(request.user, row, row.decision.to)
    ]
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        picked = {row.pk for row in _picked(request, thing)}
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    count = deciding.send_decisions(thing, picked, by=request.user)
                    attempt.answer = here
                    _say(request, count)
            return redirect(attempt.answer)
        except KeyReused as error:
            form.add_error(None, str(error))
    context: dict[str, Any] = {
        "form": form,
        "opportunity": thing,
        "mails": [_mail(row, thing) for row in rows],
        "inbox_url": here,
    }
    return render(
        request,
        "opportunities/application_check.html",
        context,
        status=422 if form.is_bound else 200,
    )


def _say(request: SignedInRequest, count: int) -> None:
    if count:
        noun = "answer is" if count == 1 else "answers are"
        messages.success(request, f"{count} {noun} on the way.")
    else:
        messages.info(request, "Nothing was sent: nothing was ticked, or it has gone already.")


def _mail(row: Application, thing: Opportunity) -> dict[str, Any]:
    row.opportunity = thing
    subject, body = as_it_will_read(
        row, row.decision, name=words.called(row), offer_until=deciding.offer_until()
    )
    return {
        "pk": row.pk,
        "name": words.called(row),
        "to": row.decision.get_to_display(),
        "url": f"{thing.get_absolute_url()}applications/{row.pk}/",
        "subject": subject,
        "body": body,
        "private": row.decision.get_reason_display() if row.decision.reason else "",
        "note": row.decision.private_note,
    }
