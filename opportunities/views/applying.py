"""Applying: the poster's questions on one page, a page to check them, and what a poster asks."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from common.policies import SignedInRequest, demand, requires, signed_in
from common.states import IllegalMove
from common.typed import Copy

from .. import policies, services
from ..application_choices import ApplicationState
from ..application_questions import asked
from ..eligibility import Stop, person_of, what_stops
from ..forms import AnswersForm, ApplicationSettingsForm
from ..forms.applying import STALE
from ..models import Application, ApplicationForm, Opportunity
from ..queries.teams import MEMBERS, people, team_gaps
from ..services.applying import choose_questions, form_of, what_is_missing
from ..services.seats import lock
from ..services.teams import version
from . import own_cv
from .visible import visible


def _mine(request: SignedInRequest, thing: Opportunity) -> Application | None:
    """The one that is alive, if there is one."""
    person = person_of(request.user)
    if person is None:
        return None
    rows = Application.objects.for_pages().prefetch_related("answers")
    found = rows.alive().filter(person=person, opportunity=thing.pk).first()
    if found is not None:
        # What is asked, and who is in it beside the poster, was read with it or will be: once.
        thing.shown_partners = found.opportunity.together
        found.opportunity = thing
    return found


def _asks(thing: Opportunity) -> ApplicationForm:
    return getattr(thing, "application_form", None) or form_of(thing)


@requires(signed_in, row="P074")
def apply(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Whether I may, at once; then the questions. What is written is kept as a draft."""
    thing = visible(request, kind, slug)
    draft = _mine(request, thing)
    typing = request.method == "POST" and "autosave" in request.POST
    if draft is not None and draft.state != ApplicationState.DRAFT:
        if typing:
            return _said("Not saved: this was sent already. Your text stays on this page.", 409)
        return _sent_already(request, draft)
    stops = what_stops(thing, request.user)
    if stops and draft is None:
        return _stopped(request, thing, stops)
    form = _answers_form(request, thing, draft, files=not typing)
    if request.method == "POST" and not typing:
        own_cv.keep(request, form)
        if "later" not in request.POST:
            form.demand_cv()
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                draft = draft or services.start_application(thing, by=request.user)
                draft = _save(request, draft, form)
        except services.CannotApply as error:
            return _stopped(request, thing, error.stops)
        except IllegalMove as error:
            if typing:
                return _said(str(error), 409)
            # Sent meanwhile, in another window: that page leads on to where it stands.
            return redirect(f"opportunities:{kind}_apply", slug=slug)
        except services.StaleEdit as error:
            if typing:
                return _said(STALE, 409)
            form.refuse_stale(error.saved)
        else:
            if typing:
                now = timezone.localtime()
                return _said(f"Saved {now:%H:%M}", 200, version=version(draft))
            if "later" in request.POST:
                messages.success(request, "Saved as a draft. Go on whenever you like.")
                if form.shares_nothing:
                    messages.info(request, "No CV goes with it yet: you have not added one.")
                return redirect("opportunities:applications")
            return redirect(f"opportunities:{kind}_apply_check", slug=slug)
    if typing:
        return _said(
            "Not saved yet: something here has to be mended first. Your text is kept.", 422
        )
    if form.is_bound:
        status = 422
    asks = _asks(thing)
    context = {
        "form": form,
        "opportunity": thing,
        "stops": stops,
        "draft": draft,
        "asks": asks,
        "page_heading": "Apply",
        "page_kind": f"{thing.title}, {thing.hosts}",
        "page_lede": "A few plain sentences for each are enough. "
        "Nothing is sent before you have checked it.",
        "submit": "Save and check",
        "save_name": "later",
        "multipart": "yes" if asks.wants_cv else "",
    }
    return _private(render(request, "opportunities/apply.html", context, status=status))


def _save(request: SignedInRequest, draft: Application, form: AnswersForm) -> Application:
    """Keep what was typed, unless another window saved something else meanwhile: then StaleEdit."""
    row = lock(draft)
    seen, typed = form.cleaned_data["version"], form.answers
    saved = dict(row.answers.values_list("question", "text"))
    others = any(saved.get(name, "") != text for name, text in typed.items())
    if seen and seen != version(row) and saved and others:
        raise services.StaleEdit(version(row))
    services.save_answers(row, typed, by=request.user, shares_cv=form.shares_cv)
    return lock(row)


def _said(words: str, status: int, **more: str) -> HttpResponse:
    """One sentence for the script that saves as one types."""
    return _private(JsonResponse({"said": words, **more}, status=status))


def _answers_form(
    request: SignedInRequest, thing: Opportunity, draft: Application | None, *, files: bool
) -> AnswersForm:
    written = {row.question: row.text for row in draft.answers.all()} if draft else {}
    cv = None
    if _asks(thing).wants_cv:
        cv = (own_cv.cv_of(request), bool(draft and draft.shares_cv))
    return AnswersForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" and files else None,
        questions=asked(thing),
        written=written,
        initial={"version": version(draft) if draft else "new"},
        cv=cv,
    )


def _sent_already(request: SignedInRequest, sent: Application) -> HttpResponse:
    """Where it stands, for whoever comes back to a page from before it was sent."""
    if request.method == "POST":
        messages.info(
            request, "You sent this already. Nothing was changed, and nothing was sent twice."
        )
    return redirect(sent.get_absolute_url())


def _stopped(request: SignedInRequest, thing: Opportunity, stops: list[Stop]) -> HttpResponse:
    """Why not. What was typed into a page that was opened while one still could is shown again."""
    posted = request.method == "POST"
    if posted and "autosave" in request.POST:
        words = " ".join(stop.text for stop in stops)
        return _said(f"Not saved: {words} Your text stays on this page.", 409)
    typed = [Copy(row.text, request.POST.get(row.name, "")) for row in asked(thing)]
    typed = [copy for copy in typed if copy.text.strip()]
    context = {"opportunity": thing, "stops": stops, "typed": typed}
    status = 409 if posted else 200
    return _private(render(request, "opportunities/apply_stopped.html", context, status=status))


@requires(signed_in, row="P075")
def check(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """All that is sent, and what happens next; then it is sent."""
    received = timezone.now()
    thing = visible(request, kind, slug)
    draft = _mine(request, thing)
    if draft is None:
        return redirect(f"opportunities:{kind}_apply", slug=slug)
    if draft.state != ApplicationState.DRAFT:
        return _sent_already(request, draft)
    if request.method != "POST":  # sending reads them again, under its lock
        prefetch_related_objects([draft], MEMBERS)
    status, gaps = 200, what_is_missing(draft)
    asks = _asks(thing)
    team = team_gaps(draft, asks)
    stops = what_stops(thing, request.user, at=received)
    if request.method == "POST":
        try:
            sent = services.send_application(draft, by=request.user, received=received)
        except services.CannotApply as error:
            status, stops = 409, error.stops
        except ValidationError:
            status = 422
        else:
            messages.success(request, "Sent. A receipt is on its way to you by mail.")
            return redirect(sent.get_absolute_url())
    written = {row.question: row.text for row in draft.answers.all()}
    context = {
        "opportunity": thing,
        "draft": draft,
        "answers": [(row.text, written.get(row.name, "")) for row in asked(thing)],
        "gaps": gaps,
        "team_gaps": team,
        "team": people(draft)[1:],
        "stops": stops,
        "asks": asks,
        "cv": own_cv.cv_of(request) if asks.wants_cv else None,
        "edit_url": reverse(f"opportunities:{kind}_apply", args=[slug]),
    }
    return _private(render(request, "opportunities/apply_check.html", context, status=status))


@requires(signed_in, row="P068")
def settings(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """What the poster asks, whether names are hidden, and how soon they answer."""
    thing = visible(request, kind, slug)
    demand(policies.may_edit(request.user, thing), hidden=not thing.live)
    form = ApplicationSettingsForm(
        request.POST if request.method == "POST" else None,
        initial=ApplicationSettingsForm.initial_from(form_of(thing)),
        seats=max(1, thing.seats),
    )
    if request.method == "POST" and form.is_valid():
        choose_questions(thing, by=request.user, **form.content)
        messages.success(request, "Saved. Whoever applies from now on is asked this.")
        return redirect(thing.get_absolute_url())
    context: dict[str, Any] = {
        "form": form,
        "page_heading": "What you ask of applicants",
        "page_kind": thing.title,
        "page_lede": "Ask for what you need to choose well, and no more.",
        "cancel_url": thing.get_absolute_url(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/application_settings.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
