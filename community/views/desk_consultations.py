"""Custodians make a consultation, ask its questions, open it and make it longer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from common.idempotency import KeyReused, once
from common.pages import paginate
from common.policies import SignedInRequest, requires
from profiles.views.sending import sent

from ..drafts import numbered
from ..forms.consultations import ActForm, ConsultationForm, QuestionForm
from ..models import Consultation, Question
from ..policies.consultations import may_run_consultations
from ..services import consulting, questions, reporting
from .consultations import NOT_THERE

DESK = {"title": "The desk", "url": "/desk/"}
ROOM = {"title": "Consultations", "url": "/desk/consultations/"}
DETAILS = (
    *("title", "summary", "drafted_on", "body", "file_link"),
    *("opens", "closes", "remind_at", "asks_steps"),
)
ASKED = ("text", "hint", "kind", "options", "low", "high", "required", "node")
SAID = {
    "ready": "Done. It follows its times by itself.",
    "hold": "Held back. It does not open by itself.",
    "close": "Closed.",
    "remind": "The reminder is on its way to everybody who has not answered.",
    "delete": "Deleted.",
    "up": "Moved.",
    "down": "Moved.",
    "remove": "Removed.",
}


def one(pk: int) -> Consultation:
    """The consultation of this number, or 404."""
    found = Consultation.objects.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404(NOT_THERE)
    return found


def trail(row: Consultation, last: str = "") -> list[dict[str, str]]:
    """Where a page of one consultation stands."""
    here = {"title": row.title, "url": at("desk_consultation", row)}
    return [DESK, ROOM, here, {"title": last}] if last else [DESK, ROOM, here]


def at(name: str, row: Consultation, *more: int) -> str:
    """An address at the desk."""
    return reverse(f"community:{name}", args=[row.pk, *more])


@requires(may_run_consultations, row="P138")
def overview(request: SignedInRequest) -> HttpResponse:
    """All consultations, drafts too."""
    rows = Consultation.objects.order_by("-opens", "-pk")
    context = {"page": paginate(request, rows), "crumbs": [DESK, {"title": "Consultations"}]}
    return render(request, "community/desk_consultations.html", context)


@requires(may_run_consultations, row="P138")
def create(request: SignedInRequest) -> HttpResponse:
    """A new draft."""
    form = ConsultationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=form.content) as attempt:
                if not attempt.repeated:
                    made = consulting.create_consultation(by=request.user, **form.content)
                    attempt.answer = at("desk_consultation", made)
                    messages.success(request, "Kept as a draft. Add its questions, then open it.")
            return redirect(attempt.answer)
        except KeyReused as error:
            form.add_error(None, str(error))
        except consulting.Refused as error:
            form.add_error(error.field, str(error))
    context = {
        "form": form,
        "submit": "Save as a draft",
        "page_heading": "New consultation",
        "page_lede": "A dated draft, some questions, and a day by which people answer. Nobody sees it "
        "before you open it.",
        "cancel_url": ROOM["url"],
        "crumbs": [DESK, ROOM, {"title": "New"}],
    }
    return render(request, "community/form.html", context, status=form.status)


@requires(may_run_consultations, row="P138")
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its title, text and times."""
    row = one(pk)

    def make(data: Any, found: Consultation) -> ConsultationForm:
        return ConsultationForm(data, initial={name: getattr(found, name) for name in DETAILS})

    form = make(request.POST or None, row)
    save = lambda: consulting.change_consultation(row, by=request.user, **form.content)  # noqa: E731
    if sent(request, form, save, now=lambda: make(None, consulting.locked(row))):
        messages.success(request, "Saved.")
        return redirect(at("desk_consultation", row))
    context = {
        "form": form,
        "submit": "Save",
        "page_heading": "Change the consultation",
        "page_kind": row.title,
        "page_lede": "Somebody has answered. Mend slips and give more time; each change is shown to "
        "everybody on its page."
        if row.is_frozen
        else "",
        "cancel_url": at("desk_consultation", row),
        "crumbs": trail(row, "Change"),
    }
    return render(request, "community/form.html", context, status=form.status)


@requires(may_run_consultations, row="P138")
def consultation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One consultation: what stands, and what can be done now."""
    row = one(pk)
    form = ActForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        act = request.POST.get("act", "")
        verb = _verb(request, row, act)
        if verb is None:
            raise BadRequest("No button of this page says so.")
        if sent(request, form, verb):
            messages.success(request, SAID[act])
            return redirect(ROOM["url"] if act == "delete" else request.path)
    context = {
        "consultation": row,
        "form": form,
        "questions": row.questions.select_related("node"),
        "paragraph_count": len(numbered(row.body)),
        "sent_count": row.responses.sent().count(),
        "waiting": reporting.texts_waiting(row),
        "is_past": row.closes <= timezone.now(),
        "crumbs": trail(row),
    }
    status = 422 if form.is_bound else 200
    return render(request, "community/desk_consultation.html", context, status=status)


def _verb(request: SignedInRequest, row: Consultation, act: str) -> Callable[[], object] | None:
    by = request.user
    verbs: dict[str, Callable[[], object]] = {
        "ready": lambda: consulting.make_ready(row, by=by),
        "hold": lambda: consulting.hold_back(row, by=by),
        "close": lambda: consulting.close_consultation(row, by=by),
        "remind": lambda: consulting.remind_now(row, by=by),
        "delete": lambda: consulting.delete_draft(row, by=by),
        "up": lambda: questions.move_question(_asked(request, row), by=by, up=True),
        "down": lambda: questions.move_question(_asked(request, row), by=by, up=False),
        "remove": lambda: questions.remove_question(_asked(request, row), by=by),
    }
    return verbs.get(act)


def _asked(request: SignedInRequest, row: Consultation) -> Question:
    number = request.POST.get("question", "")
    found = (
        row.questions.filter(pk=int(number)) if number.isdecimal() and len(number) < 18 else None
    )
    question = found.first() if found is not None else None
    if question is None:
        raise ValueError("This question is gone. Look at what stands here now.")
    return question


@requires(may_run_consultations, row="P138")
def add_question(request: SignedInRequest, pk: int) -> HttpResponse:
    """One more question, at the end."""
    row = one(pk)
    form = QuestionForm(request.POST or None, initial={"kind": "text"})
    if sent(request, form, lambda: questions.add_question(row, by=request.user, **form.content)):
        messages.success(request, "Added at the end.")
        return redirect(at("desk_consultation", row))
    return _question_page(request, row, form, "Add a question")


@requires(may_run_consultations, row="P138")
def edit_question(request: SignedInRequest, pk: int, question: int) -> HttpResponse:
    """One question of it."""
    row = one(pk)
    asked = row.questions.filter(pk=question).first() if question < 2**63 else None
    if asked is None:
        raise Http404(NOT_THERE)

    def make(data: Any, found: Question) -> QuestionForm:
        return QuestionForm(data, initial={name: getattr(found, name) for name in ASKED})

    def now() -> QuestionForm:
        consulting.locked(row)
        return make(None, Question.objects.get(pk=asked.pk))

    form = make(request.POST or None, asked)
    save = lambda: questions.change_question(asked, by=request.user, **form.content)  # noqa: E731
    if sent(request, form, save, now=now):
        messages.success(request, "Saved.")
        return redirect(at("desk_consultation", row))
    return _question_page(request, row, form, "Change a question")


def _question_page(
    request: SignedInRequest, row: Consultation, form: QuestionForm, heading: str
) -> HttpResponse:
    context = {
        "form": form,
        "submit": "Save",
        "page_heading": heading,
        "page_kind": row.title,
        "page_lede": questions.FROZEN if row.is_frozen else "",
        "cancel_url": at("desk_consultation", row),
        "crumbs": trail(row, heading),
    }
    return render(request, "community/form.html", context, status=form.status)
