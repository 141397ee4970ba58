"""Custodians put the state of an application right, two of them for each. Nobody is named here."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, is_custodian, requires
from common.states import IllegalMove

from ..correction_choices import CorrectionState
from ..forms.corrections import FindForm, ProposeForm, RefuseForm
from ..models import Application, Correction
from ..queries import corrections as reads
from ..services import correcting, righting

SAID = {
    "propose": "Written down. It is done once a second custodian confirms it.",
    "confirm": "Done. Applicant and host are told.",
    "refuse": "Refused. Whoever proposed it is told.",
    "take_back": "Taken back. Nothing was changed.",
}
NOT_THERE = "We could not find that, or you cannot see it."


@requires(is_custodian, row="P087", hidden=True)
def overview(request: SignedInRequest) -> HttpResponse:
    """What waits for a second custodian, and ways to an application: by number, late, released."""
    form = FindForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"]
        if Application.objects.outside_of(request.user).filter(pk=number).exists():
            return redirect("opportunities:desk_correction", pk=number)
        form.add_error("number", "There is no application with this number that you may put right.")
    context = {
        "form": form,
        "waiting": [
            {
                "row": row,
                "now": row.get_was_display().lower(),
                "to": row.get_to_display().lower(),
                "own": row.proposed_by_id == request.user.pk,
                "url": _at(row.application_id),
            }
            for row in reads.waiting(request.user)[: reads.MOST]
        ],
        "late": [_card(row) for row in reads.late(request.user)],
        "released": [_card(row) for row in reads.released(request.user)],
    }
    return render(request, "opportunities/desk_corrections.html", context)


@requires(is_custodian, row="P087", hidden=True)
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """One application as an unnamed card: propose, confirm, refuse, or take back."""
    rows = Application.objects.outside_of(request.user).for_pages()
    row = rows.filter(pk=pk).first() if pk < 2**63 else None
    if row is None:
        raise Http404(NOT_THERE)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    shown = reads.of(row)
    choices, why_not = righting.choices(row)
    forms = _forms(request, act, choices, shown)
    status = 200
    if request.method == "POST":
        status = 422
        form = forms.get(act)
        if form is None:
            raise BadRequest("No button of this page says so.")
        if form.is_valid():
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        done = _act(request, row, act, form, shown)
                        attempt.answer = request.path
                        _say(request, act, done)
                return redirect(attempt.answer)
            except (IllegalMove, KeyReused) as error:
                status = 409
                form.add_error(None, str(error))
            except ValidationError as error:
                form.add_error(None, error)
    return render(
        request,
        "opportunities/desk_correction.html",
        {**_context(request, row, forms, shown), "choices": choices, "why_not": why_not},
        status=status,
    )


def _forms(
    request: SignedInRequest, act: str, choices: list[tuple[str, str]], shown: list[Correction]
) -> dict[str, ForumForm]:
    def data(*names: str) -> Any:
        return request.POST if act in names else None

    if act == "propose":
        # What was sent twice, or has moved meanwhile, is for the service to judge.
        choices = choices + [(one.to, one.get_to_display()) for one in shown if one.is_open]
    return {
        "propose": ProposeForm(data("propose"), choices=choices),
        "confirm": ForumForm(data("confirm")),
        "refuse": RefuseForm(data("refuse")),
        "take_back": ForumForm(data("take_back")),
    }


def _act(
    request: SignedInRequest, row: Application, act: str, form: ForumForm, shown: list[Correction]
) -> Correction:
    by = request.user
    if act == "propose":
        return correcting.propose(row, by=by, **form.content)
    number = request.POST.get("correction", "")
    found = next((one for one in shown if str(one.pk) == number), None)
    if found is None:
        raise IllegalMove("gone", act, "There is no such proposal. Look at what stands here now.")
    found.application = row
    verbs: dict[str, Callable[..., Correction]] = {
        "confirm": correcting.confirm,
        "refuse": correcting.refuse,
        "take_back": correcting.take_back,
    }
    return verbs[act](found, by=by, **form.content)


def _say(request: SignedInRequest, act: str, done: Correction) -> None:
    if act == "confirm" and done.state == CorrectionState.STALE:
        messages.warning(
            request,
            "Nothing was changed: the application has moved on since this was proposed, "
            "or whoever proposed it may not any more.",
        )
        return
    messages.success(request, SAID[act])


def _context(
    request: SignedInRequest, row: Application, forms: dict[str, ForumForm], shown: list[Correction]
) -> dict[str, Any]:
    waiting = next((one for one in shown if one.is_open), None)
    own = waiting is not None and waiting.proposed_by_id == request.user.pk
    bad = next((form for form in forms.values() if form.errors), None)
    return {
        "row": row,
        "called": f"Application {row.pk}",
        "card": _card(row),
        "facts": [
            {"term": "Where it stands", "value": row.get_state_display()},
            {"term": "Posted by", "value": row.opportunity.hosts},
            {"term": "Sent", "value": date_format(row.sent_at, "j F Y") if row.sent_at else ""},
            {"term": "Answer by", "value": row.answer_by and date_format(row.answer_by, "j F Y")},
        ],
        "waiting": waiting,
        "moved": waiting is not None and waiting.was != row.state,
        "own": own,
        "past": [one for one in shown if not one.is_open],
        "forms": forms,
        "form": bad,
    }


def _card(row: Application) -> dict[str, Any]:
    """What a custodian sees of an application: never whose it is."""
    return {
        "pk": row.pk,
        "title": row.opportunity.title,
        "opportunity_url": row.opportunity.get_absolute_url(),
        "organisation": row.opportunity.hosts,
        "answer_by": row.answer_by,
        "decided_at": row.decided_at,
        "url": _at(row.pk),
    }


def _at(pk: int) -> str:
    return reverse("opportunities:desk_correction", args=[pk])
