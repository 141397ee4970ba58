"""Custodians read what was answered, find themes, let texts be shown, and keep a private log."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.pages import paginate
from common.policies import SignedInRequest, requires
from profiles.views.sending import sent

from ..forms.consultations import ActForm, ConversationForm, TagForm, themes_of
from ..models import Answer, Comment, Consultation, Response
from ..policies.consultations import may_run_consultations
from ..queries import figures
from ..services import reporting
from .consultations import NOT_THERE
from .desk_consultations import at, one, trail

KINDS: dict[str, type[Answer] | type[Comment]] = {"answer": Answer, "comment": Comment}
AT_ONCE = 30
BUTTON = re.compile(r"(show|withhold) (answer|comment) ([0-9]{1,17}) ([0-9a-f]{16})")


@requires(may_run_consultations, row="P141", hidden=True)
def responses(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that was sent, and how often each answer was ticked: exact, for custodians only."""
    row = one(pk)
    raw = figures.raw_figures_of(row)
    rows = row.responses.sent().select_related("organisation").prefetch_related("themes")
    context = {
        "consultation": row,
        "page": paginate(request, rows.order_by("-sent_at", "-pk"), 30),
        "tallies": [
            (asked, [(words, raw[asked.pk][n]) for n, words in enumerate(asked.choices, start=1)])
            for asked in row.questions.all()
            if asked.choices
        ],
        "drafts": row.responses.filter(state="draft").count(),
        "crumbs": trail(row, "Responses"),
    }
    return _private(render(request, "community/desk_responses.html", context))


@requires(may_run_consultations, row="P141", hidden=True)
def response(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One response with its themes. Who sent it is shown as they gave it, and no address."""
    row = one(pk)
    found = row.responses.sent().select_related("organisation").filter(pk=number).first() \
        if number < 2**63 else None  # fmt: skip
    if found is None:
        raise Http404(NOT_THERE)

    def make(data: Any) -> TagForm:
        return TagForm(data, themes=themes_of(row), initial={"themes": list(found.themes.all())})

    form = make(request.POST if request.method == "POST" else None)
    save = lambda: reporting.set_themes(found, by=request.user, **form.content)  # noqa: E731
    if sent(request, form, save, now=lambda: make(None)):
        messages.success(request, "Noted.")
        return redirect(_next(row, found) or at("desk_responses", row))
    context = {
        "consultation": row,
        "response": found,
        "answers": found.answers.select_related("question"),
        "comments": found.comments.select_related("node"),
        "has_themes": themes_of(row).exists(),
        "form": form,
        "crumbs": [*trail(row), {"title": "Responses", "url": at("desk_responses", row)},
                   {"title": f"Response {found.pk}"}],
    }  # fmt: skip
    return _private(render(request, "community/desk_response.html", context, status=form.status))


def _next(row: Consultation, found: Response) -> str:
    """The next response without a theme, so that a pile is read in one go."""
    rest = row.responses.sent().filter(themes__isnull=True).exclude(pk=found.pk)
    following = rest.order_by("pk").first()
    return at("desk_response", row, following.pk) if following else ""


@requires(may_run_consultations, row="P141", hidden=True)
def moderation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Texts whose authors let them be shown: show or withhold each."""
    row = one(pk)
    form = ActForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        said, show, read = _said(request, row)
        act = lambda: reporting.moderate(said, by=request.user, show=show, read=read)  # noqa: E731
        if sent(request, form, act):
            messages.success(request, "Shown." if show else "Withheld.")
            return redirect(request.get_full_path())
    everything = request.GET.get("all") == "yes"
    texts = []
    for name, kind in KINDS.items():
        rows = kind.objects.may_be_shown().filter(response__consultation=row)
        if not everything:
            rows = rows.to_moderate()
        about = "question" if name == "answer" else "node"
        texts += [(name, text) for text in rows.select_related("response", about)[:AT_ONCE]]
    context = {
        "consultation": row,
        "form": form,
        "texts": texts,
        "waiting": reporting.texts_waiting(row),
        "everything": everything,
        "crumbs": trail(row, "Texts to read"),
    }
    status = 422 if form.is_bound else 200
    return _private(render(request, "community/desk_moderation.html", context, status=status))


def _said(request: SignedInRequest, row: Consultation) -> tuple[Answer | Comment, bool, str]:
    """The text that a button names, and what tells which wording of it was read."""
    named = BUTTON.fullmatch(request.POST.get("act", ""))
    if named is None:
        raise BadRequest("No button of this page says so.")
    act, name, number, read = named.groups()
    found = KINDS[name].objects.filter(response__consultation=row, pk=int(number)).first()
    if found is None:
        raise Http404(NOT_THERE)
    return found, act == "show", read


@requires(may_run_consultations, row="P141", hidden=True)
def conversations(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom the Forum spoke with about it: who, when, about what."""
    row = one(pk)
    removing = request.POST.get("act", "").partition(" ")
    form = ConversationForm(request.POST if request.method == "POST" and not removing[2] else None)
    if removing[2]:
        number = removing[2]
        rows = row.conversations.filter(pk=int(number)) if number.isdecimal()\
            and len(number) < 18 else None  # fmt: skip
        found = rows.first() if rows is not None else None
        if found is None or removing[0] != "forget":
            raise BadRequest("No button of this page says so.")
        reporting.forget_conversation(found, by=request.user)
        messages.success(request, "Taken out.")
        return redirect(request.path)
    if sent(
        request, form, lambda: reporting.note_conversation(row, by=request.user, **form.content)
    ):
        messages.success(request, "Noted.")
        return redirect(request.path)
    context = {
        "consultation": row,
        "form": form,
        "rows": row.conversations.all()[:200],
        "crumbs": trail(row, "Conversations"),
    }
    status = 422 if form.is_bound else 200
    return _private(render(request, "community/desk_conversations.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
