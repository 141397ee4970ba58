"""Two organisations in one challenge or placement: asking, answering, leaving."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, requires, signed_in
from common.states import IllegalMove
from profiles.choices import Role
from profiles.models import Organisation
from profiles.policies import leads

from .. import policies, services
from .. import policies_of_partners as may
from ..choices import Kind
from ..forms import CosponsorForm, PartnerAnswerForm, ShareForm
from ..models import Challenge, Opportunity, Partnership
from .visible import visible
from .wizard_errors import take_errors


@requires(signed_in, row="P059")
def together(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Who is in it, who asks to be, and for the others the form."""
    thing = visible(request, kind, slug)
    if kind == Kind.PLACEMENT:
        return _share(request, thing)
    return _cosponsor(request, thing)


def _cosponsor(request: SignedInRequest, thing: Opportunity) -> HttpResponse:
    takes = may.takes_partners(thing)
    # Before it is public there is nothing to be part of, and its own people read that on its page.
    demand(takes or policies.may_close(request.user, thing), hidden=True)
    rows = list(thing.partners.select_related("organisation__state", "opportunity").order_by("pk"))
    mine = _led_by(request.user).exclude(pk=thing.organisation_id)
    own = set(mine.values_list("pk", flat=True))
    busy = {row.organisation_id for row in rows if row.state in ("asked", "joined")}
    free = list(mine.public().exclude(pk__in=busy))
    side = policies.may_close(request.user, thing)
    context = {
        "opportunity": thing,
        "rows": [row for row in rows if side or row.organisation_id in own],
        "side": side,
        "page_heading": "Who has this too" if side else "We have this too",
        "page_kind": f"{thing.title}, {thing.organisation.name}",
        "submit": "Ask to be part of it",
        "cancel_url": thing.get_absolute_url(),
    }
    sent = request.method == "POST"
    if not takes or not (free or sent):
        demand(not sent)
        return render(request, "opportunities/together.html", context)
    draft = _own_draft(request)
    form = CosponsorForm(
        request.POST or None,
        # One that asked already stays to be chosen: a form sent twice is answered as the first time.
        organisations=mine.public() if sent else mine.public().exclude(pk__in=busy),
        draft=draft,
        initial=_from_draft(draft),
    )
    status = 200
    if sent:
        given = form.content if form.is_valid() else {}
        status, went_to = _send(
            request,
            form,
            lambda: services.ask_to_cosponsor(
                thing,
                by=request.user,
                instead_of=draft,
                **{name: value for name, value in given.items() if name != "draft"},
            ).get_absolute_url(),
        )
        if status == 302:
            messages.success(request, "They are asked. We write to you when they answer.")
            return redirect(went_to)
    context |= {"form": form, "draft": draft}
    return render(request, "opportunities/together.html", context, status=status)


def _led_by(user: Any) -> Any:
    return Organisation.objects.filter(
        memberships__user=user, memberships__role=Role.LEAD
    ).select_related("state")


def _own_draft(request: SignedInRequest) -> Challenge | None:
    """The draft that is dropped for theirs, of an organisation that the reader leads."""
    slug = request.POST.get("draft", "") or request.GET.get("draft", "")
    if not slug:
        return None
    draft = Challenge.objects.select_related("organisation__state", "state").filter(slug=slug)
    found = draft.filter(live=False).first()
    if found is None or not leads(request.user, found.organisation):
        raise Http404("We could not find that, or you cannot see it.")
    return found


def _from_draft(draft: Challenge | None) -> dict[str, Any]:
    if draft is None:
        return {}
    text = draft.get_latest_revision_as_object()
    return {
        "draft": draft.slug,
        "organisation": draft.organisation.slug,
        "words": f"{text.title}\n\n{text.description}"[:2000],
        "seats": min(text.seats, 50),
        "data_note": text.data_note[:2000],
    }


def _share(request: SignedInRequest, thing: Opportunity) -> HttpResponse:
    demand(may.may_share(request.user, thing), hidden=not thing.live)
    rows = list(thing.partners.select_related("organisation__state", "opportunity").order_by("pk"))
    context: dict[str, Any] = {
        "opportunity": thing,
        "rows": rows,
        "side": True,
        "page_heading": "Share it with another organisation",
        "page_kind": thing.title,
        "submit": "Ask them",
        "cancel_url": reverse("opportunities:mine"),
    }
    form = ShareForm(request.POST or None, reader=request.user)
    status = 200
    if request.method == "POST":
        given = form.content if form.is_valid() else {}
        status, went_to = _send(
            request,
            form,
            lambda: services.ask_to_share(thing, by=request.user, **given).get_absolute_url(),
        )
        if status == 302:
            messages.success(request, "They are asked. We write to you when they answer.")
            return redirect(went_to)
    if request.method == "POST" or not any(row.state in ("asked", "joined") for row in rows):
        context["form"] = form
    return render(request, "opportunities/together.html", context, status=status)


@requires(signed_in, row="P059")
def partner(request: SignedInRequest, kind: str, slug: str, pk: int) -> HttpResponse:
    """One partnership, for both sides: what was asked, and what each may do about it."""
    row = (
        Partnership.objects.select_related(
            "organisation__state", "opportunity__organisation__state", "opportunity__state"
        )
        .filter(pk=pk, opportunity__slug=slug, opportunity__kind=kind)
        .first()
    )
    if row is None:
        raise Http404("We could not find that, or you cannot see it.")
    demand(may.may_see_partnership(request.user, row), hidden=True)
    answer = request.POST.get("answer", "")
    form = PartnerAnswerForm(request.POST or None, answer=answer)
    status = 200
    if request.method == "POST":
        allowed = {
            "accept": may.may_answer,
            "decline": may.may_answer,
            "data": may.may_add_data,
            "end": may.may_end,
        }
        demand(answer in allowed)
        if not allowed[answer](request.user, row):
            # What was answered already says so below; a stranger to the question is refused.
            demand(may.may_answer(request.user, row) or row.state not in ("asked", "joined"))
        status, went_to = _send(request, form, lambda: _do(request, row, form, answer))
        if status == 302:
            messages.success(request, SAID[answer])
            return redirect(went_to)
    return render(
        request,
        "opportunities/partner.html",
        {
            "form": form,
            "row": row,
            "opportunity": row.opportunity,
            "may_answer": row.state == "asked" and may.may_answer(request.user, row),
            "may_add_data": may.may_add_data(request.user, row),
            "may_end": may.may_end(request.user, row),
        },
        status=status,
    )


SAID = {
    "accept": "You are in it together. They are told.",
    "decline": "They are told, with what you wrote.",
    "data": "It is in your text. Read it again and send it in: a custodian reads it before anybody else.",
    "end": "Done. The other side is told.",
}


def _do(request: SignedInRequest, row: Partnership, form: PartnerAnswerForm, answer: str) -> str:
    reason = form.content["reason"]
    if answer == "accept":
        services.accept_partner(row, by=request.user)
    elif answer == "decline":
        services.decline_partner(row, by=request.user, reason=reason)
    elif answer == "data":
        services.add_data(row, by=request.user)
        return reverse("opportunities:challenge_edit", args=[row.opportunity.slug])
    else:
        services.end_partnership(row, by=request.user, reason=reason)
    return row.get_absolute_url()


def _send(request: SignedInRequest, form: Any, act: Any) -> tuple[int, str]:
    """Act once on a valid form: (302, where to go) when done, else the status of the page."""
    if not form.is_valid():
        return 422, ""
    try:
        with once(form.key, actor=request.user, body=request.POST) as attempt:
            if not attempt.repeated:
                attempt.answer = act()
    except IllegalMove as error:
        form.add_error(None, str(error))
        return 409, ""
    except KeyReused as error:
        form.add_error(None, str(error))
        return 422, ""
    except ValidationError as error:
        take_errors(form, error)
        return 422, ""
    return 302, attempt.answer
