"""The applicant's own pages: all that I sent, and one of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from common.forms import new_key
from common.idempotency import once
from common.policies import SignedInRequest, requires, signed_in
from common.states import IllegalMove

from .. import policies, services
from ..application_choices import ApplicationState
from ..application_questions import asked
from ..application_words import history, stands
from ..forms import WithdrawForm
from ..models import Application, Opportunity, PlacementRecord
from ..queries.partners import shown_partners
from ..queries.teams import asked_of, in_teams_of, missing_yes, people
from ..services import leaving_teams
from ..services.teams import link_of
from ..services.telling import team_page
from .teams import of_my_team


def own(request: HttpRequest, pk: int) -> Application:
    """One that the reader wrote; all others do not exist."""
    found = Application.objects.for_pages().filter(pk=pk).first()
    if found is None or not policies.is_applicant(request.user, found):
        raise Http404("We could not find that, or you cannot see it.")
    return found


@requires(signed_in, row="P077")
def applications(request: SignedInRequest) -> HttpResponse:
    """All of mine: what waits for me, what waits for them, what is over."""
    own = Application.objects.of(request.user) | in_teams_of(request.user)
    rows = own.for_pages().order_by("-changed")[:200]
    shelves: dict[str, list[Any]] = {title: [] for title, _ in SHELVES}
    records = {row.application_id: row for row in PlacementRecord.objects.of(request.user)}
    for row in rows:
        title = next(title for title, states in SHELVES if row.state in states)
        led = row.person.user_id == request.user.pk
        item = {
            "application": row,
            "stands": stands(row, records.get(row.pk)),
            "led_by": "" if led else row.person.name,
        }
        item["url"] = row.get_absolute_url() if led else team_page(row)
        shelves[title].append(item)
    found = [(title, items) for title, items in shelves.items() if items]
    asked = [(row, link_of(row)) for row in asked_of(request.user)[:20]]
    context = {"shelves": found, "asked": asked}
    return render(request, "opportunities/my_applications.html", context)


@requires(signed_in, row="P077")
def application(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where one stands, what comes next, and by when."""
    return _page(request, own(request, pk))


def _page(
    request: SignedInRequest, row: Application, *, refused: str = "", status: int = 200
) -> HttpResponse:
    if row.state == ApplicationState.DRAFT:
        return redirect(f"{row.opportunity.get_absolute_url()}apply/")
    written = {answer.question: answer.text for answer in row.answers.all()}
    placement = PlacementRecord.objects.of(request.user).filter(application=row.pk).first()
    context = {
        "application": row,
        "opportunity": row.opportunity,
        "stands": stands(row, placement),
        "history": history(row),
        "answers": [
            (question.text, written[question.name])
            for question in asked(row.opportunity)
            if written.get(question.name)
        ],
        "placement": placement,
        "offered": row.state == ApplicationState.OFFERED and row.accepted_at is None,
        "refused": refused,
        "key": new_key(),
        "team": people(row)[1:],
        "awaited": missing_yes(row) if row.state == ApplicationState.OFFERED else [],
        "neighbours": _neighbours(row) if row.is_over else [],
    }
    response = render(request, "opportunities/application.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _neighbours(row: Application) -> list[Opportunity]:
    """Up to three open ones of the same kind that ask for the same skills."""
    wanted = list(row.opportunity.requirements.values_list("skill_id", flat=True))
    return list(
        Opportunity.objects.open()
        .filter(kind=row.opportunity.kind)
        .exclude(pk=row.opportunity_id)
        .asking_for(wanted)
        .select_related("organisation")
        .prefetch_related(shown_partners())[:3]
    )


@requires(signed_in, row="P083")
@require_POST
def answer_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept or refuse what was offered."""
    received = timezone.now()
    row = of_my_team(request, pk)
    page = row.get_absolute_url() if _leads(request, row) else team_page(row)
    try:
        if request.POST.get("answer") == "accept":
            row = services.accept_offer(row, by=request.user, received=received)
            if row.holds_seat:
                messages.success(request, "The place is yours. We have told them.")
            else:
                messages.success(request, "Your yes is kept. The others of your team say theirs.")
        elif request.POST.get("answer") == "refuse":
            if _leads(request, row):
                services.refuse_offer(row, by=request.user)
            else:
                leaving_teams.leave(row, by=request.user)
            messages.success(request, "You refused the offer. We have told them.")
        else:
            messages.warning(request, "Choose to accept or to refuse.")
    except IllegalMove as error:
        if page == team_page(row):
            messages.warning(request, str(error))
            return redirect(page)
        return _page(request, own(request, pk), refused=str(error), status=409)
    return redirect(page)


def _leads(request: SignedInRequest, row: Application) -> bool:
    return policies.is_applicant(request.user, row)


@requires(signed_in, row="P084")
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it back, after asking once."""
    row = own(request, pk)
    form = WithdrawForm(
        request.POST if request.method == "POST" else None, named=row.named_at is not None
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    services.withdraw_application(
                        row, by=request.user, reason=form.content.get("reason", "")
                    )
                    attempt.answer = reverse("opportunities:applications")
        except IllegalMove as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, "You have taken it back.")
            return redirect(attempt.answer)
    elif form.is_bound:
        status = 422
    draft = row.state == ApplicationState.DRAFT
    context = {
        "form": form,
        "page_heading": "Delete this draft?" if draft else "Take back your application?",
        "page_kind": row.opportunity.title,
        "page_lede": _what_happens(row),
        "submit": "Delete it" if draft else "Take it back",
        "cancel_url": row.get_absolute_url(),
        "cancel": "Keep it",
    }
    return render(request, "opportunities/application_withdraw.html", context, status=status)


def _what_happens(row: Application) -> str:
    draft = row.state == ApplicationState.DRAFT
    words = WHAT_HAPPENS["draft" if draft else "holds" if row.holds_seat else "sent"]
    return f"It ends for the whole team, and each is told. {words}" if people(row)[1:] else words


WHAT_HAPPENS = {
    "draft": "What you wrote is deleted. Nobody else has seen it.",
    "sent": "They are told, and no longer see your name or your CV. "
    "You can apply again while it is open.",
    "holds": "Your place is free at once for somebody else, and they are told. "
    "They no longer see your name or your CV.",
}

S = ApplicationState
SHELVES = (
    ("Waiting for you", (S.OFFERED, S.DRAFT)),
    ("Waiting for them", (S.RECEIVED, S.READING, S.SHORTLISTED, S.INTERVIEW, S.RESERVE)),
    ("Yours", (S.ACCEPTED, S.PLACED)),
    ("Over", (S.DECLINED, S.WITHDRAWN, S.RELEASED)),
)
