"""Help with a draft: one page for both sides. Strangers are told that there is nothing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, requires
from common.stale import StaleEdit
from common.states import IllegalMove

from .. import policies, policies_of_scoping, queries
from ..choices import ScopingState
from ..forms import AnswerCommentForm, AskForHelpForm, CommentForm, HandBackForm
from ..models import Opportunity, Scoping, ScopingComment
from ..queries import scoping as reads
from ..services import scoping as services
from .wizard_steps import questions

DONE = {
    "ask": "Asked. The custodians get a mail, and you get one when somebody takes it on.",
    "take": "You help with this now. Its authors get a mail.",
    "let_go": "It is back on the desk.",
    "comment": "Written. They read it beside the question.",
    "answer": "Your answer is there, and whoever helps gets a mail.",
    "done": "Marked done.",
    "not_done": "It is open again.",
    "hand_back": "Handed back. They get a mail.",
    "take_back": "It is yours alone again. What was said stays here.",
    "give_back": "Given back.",
}
AUTHORS = frozenset({"ask", "answer", "done", "not_done", "take_back", "give_back"})


def owned(request: SignedInRequest, kind: str, slug: str) -> Opportunity:
    """The opportunity whose drafts the user may read; others are told that there is nothing."""
    thing = (
        queries.MODELS[kind]
        .objects.select_related("organisation__state", "state__submitted_by")
        .filter(slug=slug)
        .first()
    )
    if thing is None:
        raise Http404("We could not find that, or you cannot see it.")
    demand(policies_of_scoping.may_read_help(request.user, thing), hidden=True)
    return thing


@requires(policies.may_draft, row="P058")
def help_me(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Ask, take on, comment, answer, hand back, take back."""
    thing = owned(request, kind, slug)
    scoping = reads.of(thing)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    room = _Room(request, thing, scoping)
    status = 200
    if request.method == "POST":
        form = room.form(act)
        if form is None:
            raise BadRequest("No button of this page says so.")
        status = 422
        if form.is_valid():
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        room.carry_out(act, form)
                        attempt.answer = reverse(f"opportunities:{kind}_help", args=[slug])
                messages.success(request, DONE[act])
                return redirect(attempt.answer)
            except StaleEdit as error:
                form.refuse_stale(error)  # type: ignore[attr-defined]
                status = 409
            except IllegalMove as error:
                form.add_error(None, str(error))
                status = 409
            except KeyReused as error:
                form.add_error(None, str(error))
    response = render(request, "opportunities/scoping.html", room.context(), status=status)
    response["Cache-Control"] = "no-store"
    return response


class _Room:
    """What stands on the page for this reader: the forms that may be sent, bound where one was."""

    def __init__(
        self, request: SignedInRequest, thing: Opportunity, scoping: Scoping | None
    ) -> None:
        self.request, self.thing, self.scoping = request, thing, scoping
        user = request.user
        self.is_author = policies_of_scoping.may_ask_for_help(user, thing)
        self.is_helper = scoping is not None and policies_of_scoping.is_helper(user, scoping)
        self.may_help = policies_of_scoping.may_help(user, thing)
        self.asked = questions("proposal" if thing.is_proposal else thing.kind)
        self.bound: dict[str, ForumForm] = {}
        self.remark: ScopingComment | None = None

    def form(self, act: str) -> ForumForm | None:
        """The form behind a button. Which comment it is about comes along as a number."""
        if act not in DONE:
            return None
        if act in ("answer", "done", "not_done"):
            self.remark = self._remark()
        made = self._make(act, self.request.POST)
        self.bound[act] = made
        return made

    def _make(self, act: str, data: Any) -> ForumForm:
        if act == "ask":
            return AskForHelpForm(data)
        if act == "comment":
            about = self.request.GET.get("about", "")
            names = [(name, label) for name, (label, _) in self.asked.items()]
            initial = {"about": about if about in self.asked else ""}
            return CommentForm(data, questions=names, initial=initial)
        if act == "answer" and self.remark is not None:
            return AnswerCommentForm(data, initial={"text": self.remark.answer})
        return HandBackForm(data) if act == "hand_back" else ForumForm(data)

    def _remark(self) -> ScopingComment:
        number = self.request.POST.get("remark", "")
        known = number.isascii() and number.isdigit() and len(number) < 12
        rows = ScopingComment.objects.select_related(
            "scoping__opportunity__organisation", "scoping__helper"
        )
        found = rows.filter(scoping_id=self.thing.pk, pk=number).first() if known else None
        if found is None:
            raise Http404("We could not find that, or you cannot see it.")
        return found

    def carry_out(self, act: str, form: ForumForm) -> None:
        """Do what the button says."""
        by = self.request.user
        if act == "ask":
            services.ask_for_help(self.thing, by=by, **form.content)
            return
        if self.scoping is None:
            raise IllegalMove("", act, "Nobody has asked for help with this yet.")
        if self.remark is not None:
            self._about_remark(act, form, self.remark)
            return
        verbs: dict[str, Callable[..., Any]] = {
            "take": services.take_on,
            "let_go": services.let_go,
            "comment": services.comment,
            "hand_back": services.hand_back,
            "take_back": services.take_back,
            "give_back": services.give_back,
        }
        verbs[act](self.scoping, by=by, **form.content)

    def _about_remark(self, act: str, form: ForumForm, remark: ScopingComment) -> None:
        by = self.request.user
        if isinstance(form, AnswerCommentForm):
            fresh = ScopingComment.objects.select_for_update().get(pk=remark.pk)
            form.demand_fresh(AnswerCommentForm(initial={"text": fresh.answer}))
            services.answer(remark, by=by, text=form.content["text"])
        else:
            services.set_done(remark, by=by, done=act == "done")

    def context(self) -> dict[str, Any]:
        """The page: where it stands, what was said, and what this reader may do next."""
        scoping = reads.of(self.thing) if self.bound else self.scoping
        state = scoping.state if scoping else ""
        draft = self.thing.get_latest_revision_as_object()
        here = f"{self.thing.get_absolute_url()}edit/"
        acts = [act for act in _offered(state) if self._may(act)]
        error = next((form for form in self.bound.values() if form.errors), None)
        context: dict[str, Any] = {"form": error} if error else {}
        return context | {
            "opportunity": self.thing,
            "title": draft.title,
            "scoping": scoping,
            "is_author": self.is_author,
            "is_helper": self.is_helper,
            "may_help": self.may_help,
            "acts": acts,
            "forms": {act: self.bound.get(act) or self._make(act, None) for act in acts},
            "remarks": [self._shown(row) for row in _comments(scoping)],
            "edit_url": here,
            "versions_url": f"{self.thing.get_absolute_url()}versions/",
        }

    def _may(self, act: str) -> bool:
        if act in AUTHORS:
            return self.is_author
        return self.may_help if act == "take" else self.is_helper

    def _shown(self, row: ScopingComment) -> dict[str, Any]:
        label, step = self.asked.get(row.about, ("", ""))
        bound = self.bound.get("answer") if self.remark and self.remark.pk == row.pk else None
        return {
            "row": row,
            "question": label or "The whole of it",
            "url": f"{self.thing.get_absolute_url()}edit/{step}/" if step else "",
            "form": bound or AnswerCommentForm(initial={"text": row.answer}, prefix=None),
            "key": ForumForm()["idempotency_key"].initial,
        }


def _offered(state: str) -> tuple[str, ...]:
    return {
        "": ("ask",),
        ScopingState.ASKED: ("take", "take_back"),
        ScopingState.HELPING: ("comment", "hand_back", "let_go", "take_back"),
        ScopingState.HANDED_BACK: ("ask",),
        ScopingState.TAKEN_BACK: ("give_back", "ask"),
    }[state]


def _comments(scoping: Scoping | None) -> list[ScopingComment]:
    if scoping is None:
        return []
    return list(scoping.comments.select_related("author", "answered_by").order_by("pk"))
