"""The agreement of one placement, for its two sides: read, edit, send, answer, end."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from common.forms import ForumForm, new_key
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, requires, signed_in
from common.states import IllegalMove
from profiles.views.sending import sent

from .. import agreement_words as words
from .. import policies_of_placements as policies
from ..forms.agreements import AgreementForm, EndPlacementForm, PartyForm
from ..models import Agreement, AgreementParty, PlacementRecord, TeamMember
from ..placement_choices import (
    PLACEMENT_OVER,
    PartyAnswer,
    PartyRole,
    PlacementState,
    Side,
)
from ..services import agreeing, agreement_parties, ending, same_terms
from ..services.agreeing import TERMS, agreed_of, draft_of, sent_of
from .agreement_shown import access_shown, feedback_shown, parties_shown, refusal

# What a tie between reader and applicant is asked of, however many they are.
TOGETHER: tuple[Any, ...] = (
    Prefetch("application__members", TeamMember.objects.select_related("person__user")),
    "application__members__person__user__memberships",
    "application__person__user__memberships",
)


def seen(request: SignedInRequest, pk: int) -> PlacementRecord:
    """A placement of which the reader is one side; all others do not exist."""
    found = PlacementRecord.objects.for_pages().prefetch_related(*TOGETHER).filter(pk=pk).first()
    if found is None or not policies.may_see_placement(request.user, found):
        raise Http404("We could not find that, or you cannot see it.")
    return found


def run_by(request: SignedInRequest, pk: int) -> PlacementRecord:
    """The same, for the host."""
    found = seen(request, pk)
    demand(policies.may_run_placement(request.user, found), hidden=True)
    return found


def in_words(act: Callable[[], object]) -> Callable[[], None]:
    """A verb whose refusals are sentences for the form."""

    def run() -> None:
        try:
            act()
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        except IllegalMove as error:
            raise ValueError(str(error)) from error

    return run


@requires(signed_in, row="P078")
def agreement(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is agreed, by whom, and what the reader may do about it; made to be printed."""
    prefetch_related_objects([request.user], "memberships")
    return _page(request, seen(request, pk))


def _page(
    request: SignedInRequest,
    record: PlacementRecord,
    *,
    form: ForumForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    # ``seen`` let only the two sides in, and nobody is both.
    host = not policies.is_placed(request.user, record)
    draft, last, in_force = draft_of(record), sent_of(record), agreed_of(record)
    over = record.state in PLACEMENT_OVER
    # A change that nobody is asked about any more does not stand in place of what holds.
    asked = last if record.state == PlacementState.SENT else in_force or last
    shown = asked or (draft if host else None)
    waits_beside = in_force if asked != in_force else None
    versions = [one for one in record.agreements.all() if one.sent_at or host]
    names = words.skill_names(filter(None, [draft, *versions]))
    parties = parties_shown(asked, host=host, over=over) if asked else []
    mine = _own_party(request, asked)
    context: dict[str, Any] = {
        "record": record,
        "opportunity": record.opportunity,
        "host": host,
        "whose": record.person.name if record.person and not (host and over) else "",
        "others": same_terms.others_of(record).count() if host and not over else 0,
        "over": over,
        "agreement": asked,
        "in_force": in_force,
        "holds": words.terms(waits_beside, names) if waits_beside else [],
        "refusal": refusal(last) if host and not over and last != asked else "",
        "terms": words.terms(shown, names) if shown else [],
        "draft": draft if host and draft.pk and not over else None,
        "draft_terms": words.terms(draft, names) if host and draft.pk and asked else [],
        "lacks": words.lacks(draft) if host and draft.pk else [],
        "parties": parties,
        "access": access_shown(record),
        "history": [one for one in versions if one.sent_at],
        "feedback": feedback_shown(record, host=host),
        "form": form
        or (PartyForm(ask_name=False) if mine and record.state == PlacementState.SENT else None),
        "refused": refused,
        "reason": record.end_reason
        if record.ended_by == (Side.HOST if host else Side.STUDENT)
        else "",
        "key": new_key(),
        "look": "done" if record.state in (PlacementState.AGREED, PlacementState.COMPLETED) else "",
    }
    response = render(request, "opportunities/agreement.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _own_party(request: SignedInRequest, asked: Agreement | None) -> AgreementParty | None:
    if asked is None:
        return None
    mine = [
        party
        for party in asked.parties.all()
        if party.role == PartyRole.STUDENT
        and party.user_id == request.user.pk
        and party.answer == PartyAnswer.WAITING
        and not party.revoked_at
    ]
    return mine[0] if mine else None


@requires(signed_in, row="P082")
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The host's draft. Saving tells nobody; sending asks everybody."""
    record = run_by(request, pk)
    if record.state in PLACEMENT_OVER:
        messages.info(request, "This placement is over, so nothing is agreed any more.")
        return redirect(record.get_absolute_url())
    form = _form(record, request.POST or None)
    save = in_words(lambda: agreeing.save_agreement(record, by=request.user, **form.terms))
    if sent(request, form, save, now=lambda: _form(run_by(request, pk), None)):
        messages.success(request, "Saved. Nobody was told: read it once more and send it.")
        return redirect(record.get_absolute_url())
    context = {
        "form": form,
        "submit": "Save the draft",
        "page_heading": "The learning agreement",
        "page_kind": record.opportunity.title,
        "page_lede": "Made from what the placement says. A later change asks everybody again.",
        "cancel_url": record.get_absolute_url(),
    }
    return render(request, "opportunities/agreement_form.html", context, status=form.status)


def _form(record: PlacementRecord, data: Any) -> AgreementForm:
    draft = draft_of(record)
    asked = dict(
        record.opportunity.requirements.values_list("skill_id", "skill__name").order_by("pk")
    )
    skills = {**asked, **words.skill_names([draft])}
    initial = {name: getattr(draft, name) for name in TERMS}
    return AgreementForm(data, skills=skills, initial=initial)


@requires(signed_in, row="P082")
@require_POST
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask everybody, throw the draft away, copy it to the rest of a team, or send one of them a new link."""
    record = run_by(request, pk)
    action = request.POST.get("action", "")
    try:
        with once(request.POST.get("idempotency_key", ""), actor=request.user, body=request.POST):
            said = _act(request, record, action)
    except (IllegalMove, ValidationError) as error:
        sentence = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return _page(request, run_by(request, pk), refused=sentence, status=409)
    except KeyReused as error:
        return _page(request, run_by(request, pk), refused=str(error), status=422)
    if said:
        messages.success(request, said)
    return redirect(record.get_absolute_url())


def _act(request: SignedInRequest, record: PlacementRecord, action: str) -> str:
    if action == "send":
        last = sent_of(record)
        if draft_of(record).pk is None and last is not None and record.state == PlacementState.SENT:
            return ""  # A double click: it has just been sent.
        agreeing.send_agreement(record, by=request.user)
        return "Sent. Everybody is asked."
    if action == "drop":
        agreeing.drop_draft(record, by=request.user)
        return "The draft is thrown away. What was sent stands."
    if action == "copy":
        copied = same_terms.copy_terms(record, by=request.user)
        return f"Copied into {copied} other draft{'' if copied == 1 else 's'}. Nobody was told."
    rows = AgreementParty.objects.select_related(
        "agreement__record__opportunity__organisation", "agreement__record__application"
    ).filter(agreement__record=record)
    number = action.removeprefix("renew-")
    known = number.isascii() and number.isdecimal() and len(number) < 12
    party = rows.filter(pk=number).first() if known else None
    if party is None:
        raise IllegalMove("none", "renewed", "Choose what to do.")
    agreement_parties.renew_link(party, by=request.user)
    return "A new link is on its way. The old one is no longer good."


@requires(signed_in, row="P083")
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The student's yes or no."""
    record = seen(request, pk)
    demand(policies.is_placed(request.user, record), hidden=True)
    asked = sent_of(record)
    form = PartyForm(request.POST, ask_name=False)
    parties = AgreementParty.objects.filter(agreement=asked, role=PartyRole.STUDENT)
    party = parties.filter(user=request.user).first() if asked else None
    if party is None:
        raise Http404("We could not find that, or you cannot see it.")
    if sent(request, form, in_words(lambda: say(party, form, request.user))):
        messages.success(request, "Thank you. We have told them.")
        return redirect(record.get_absolute_url())
    return _page(request, record, form=form, status=422)


def say(party: AgreementParty, form: ForumForm, user: Any) -> None:
    """Carry out what was chosen."""
    if form.content["answer"] == "yes":
        name = form.content.get("name") or (user.name if user else "")
        agreeing.agree(party, name=name, by=user)
    else:
        agreeing.decline(party, reason=form.content["reason"], by=user)


@requires(signed_in, row="P084")
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End it before its time, by either side, after asking once."""
    record = seen(request, pk)
    if record.state in PLACEMENT_OVER and request.method != "POST":
        messages.info(request, "This placement is over already.")
        return redirect(record.get_absolute_url())
    form = EndPlacementForm(request.POST or None)
    act = in_words(lambda: ending.end_early(record, by=request.user, **form.content))
    if sent(request, form, act):
        messages.success(request, "It has ended. Both sides are told.")
        student = policies.is_placed(request.user, record)
        inbox = f"{record.opportunity.get_absolute_url()}applications/"
        return redirect("opportunities:pathway") if student else redirect(inbox)
    context = {
        "form": form,
        "page_heading": "End this placement today?",
        "page_kind": record.opportunity.title,
        "page_lede": "The place is free again, and what the host sees of the student ends. "
        "This cannot be undone.",
        "submit": "End it today",
        "cancel_url": record.get_absolute_url(),
        "cancel": "Keep it",
    }
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/application_withdraw.html", context, status=status)
