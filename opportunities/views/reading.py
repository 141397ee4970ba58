"""One application, as its host reads it, and what they do about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.forms import ForumForm, new_key
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, requires, signed_in
from common.states import IllegalMove
from profiles.models import Disclosure, User
from profiles.policies import may_read_cv, may_see_contact, may_see_person

from .. import policies_of_applications as policies
from .. import reading_words as words
from ..application_choices import APPLICATION_MOVES, OVER, ApplicationState
from ..forms.reviewing import ConflictForm, ReaderForm, ScoreForm, TierForm
from ..models import Application, Requirement, Review, TeamMember
from ..queries import teams
from ..services import deciding, reviewing
from .agreement_shown import placements_shown
from .inbox import application_behind

S = ApplicationState
TOGETHER: tuple[Any, ...] = (
    Prefetch("reviews", Review.objects.select_related("reviewer")),
    Prefetch("opportunity__requirements", Requirement.objects.select_related("skill")),
    "person__user__memberships",
    "members__person__user__memberships",
    "answers",
)
# No placement begins before somebody accepts one.
PLACED_OR_OVER = frozenset({S.ACCEPTED, S.PLACED, *OVER})
STEPS = (
    (S.SHORTLISTED, "Shortlist", "Shortlisted. They are told, and you see their name."),
    (S.INTERVIEW, "Invite to talk", "They are told that you would like to talk."),
    (S.PLACED, "They came: mark as placed", "Placed. They are told."),
)
SAID = {
    "score": "Your scores are kept.",
    "tier": "Kept.",
    "reader": "They can read it now.",
}


@requires(signed_in, row="P078")
def read(request: SignedInRequest, kind: str, slug: str, pk: int) -> HttpResponse:
    """What they wrote, what readers found, and the next step."""
    looks = request.method != "POST"  # what is done may change what was read before
    if looks:
        prefetch_related_objects([request.user], "memberships")
    row = application_behind(request, kind, slug, pk)
    if looks:
        prefetch_related_objects([row], *TOGETHER)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    forms = _forms(request, row, action)
    status = 200
    if request.method == "POST":
        try:
            answer = _act(request, row, action, forms)
        except IllegalMove as error:
            messages.warning(request, str(error))
            answer = redirect(request.path)
        if answer is not None:
            return answer
        status = 422
    return render(
        request, "opportunities/application_read.html", _context(request, row, forms), status=status
    )


def _forms(request: SignedInRequest, row: Application, action: str) -> dict[str, ForumForm]:
    def data(name: str) -> Any:
        return request.POST if action == name else None

    tier = row.tier if policies.may_see_findings(request.user, row) else None
    own = next((one for one in row.reviews.all() if one.reviewer_id == request.user.pk), None)
    readers = reviewing.possible_readers(row, by=request.user)
    if action == "reader":
        # A second click asks for somebody who has just been asked.
        asked = row.reviews.select_related("reviewer").filter(conflict="")
        readers += [review.reviewer for review in asked]
    return {
        "score": ScoreForm(data("score"), application=row, review=own),
        "conflict": ConflictForm(data("conflict")),
        "reader": ReaderForm(data("reader"), readers=readers),
        "tier": TierForm(data("tier"), initial={"tier": str(tier or "")}),
    }


def _act(
    request: SignedInRequest, row: Application, action: str, forms: dict[str, ForumForm]
) -> HttpResponse | None:
    """Where to go when it was done; None when the form has to be mended."""
    user = request.user
    for to, _, sentence in STEPS:
        if action == to:
            reviewing.move_on(row, to, by=user)
            messages.success(request, sentence)
            return redirect(request.path)
    if action.startswith("unassign-"):
        return _unassign(request, row, action.removeprefix("unassign-"))
    if action == "take_back":
        if deciding.take_back(row, by=user):
            messages.success(request, "What was written is thrown away. Nobody was told.")
        return redirect(request.path)
    form = forms.get(action)
    if form is None:
        raise BadRequest("No button of this page says so.")
    if not form.is_valid():
        return None
    inbox_path = f"{row.opportunity.get_absolute_url()}applications/"
    verbs: dict[str, Callable[[], Any]] = {
        "score": lambda: reviewing.score(
            row, by=user, scores=getattr(form, "scores", {}), note=form.content["note"]
        ),
        "conflict": lambda: reviewing.declare_conflict(
            row, by=user, words=form.content["conflict"]
        ),
        "reader": lambda: reviewing.assign(
            row, reviewer=User.objects.get(pk=form.content["reader"]), by=user
        ),
        "tier": lambda: reviewing.set_tier(row, int(form.content["tier"] or 0) or None, by=user),
    }
    try:
        with once(form.key, actor=user, body=request.POST) as attempt:
            if not attempt.repeated:
                verbs[action]()
                attempt.answer = inbox_path if action == "conflict" else request.path
    except (ValidationError, KeyReused) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return None
    messages.success(request, SAID.get(action, "Thank you for saying so. Others will read it."))
    return redirect(attempt.answer)


def _context(
    request: SignedInRequest, row: Application, forms: dict[str, ForumForm]
) -> dict[str, Any]:
    user = request.user
    sentence, look = words.due(row)
    may_offer = policies.may_offer(user, row)
    reviews = [review for review in row.reviews.all() if not review.conflict]
    findings = policies.may_see_findings(user, row)
    decision = getattr(row, "decision", None) if findings else None
    person = row.person
    named = row.named_at is not None
    members = teams.joined(row)
    opened = Prefetch("disclosures", Disclosure.objects.filter(viewer=user))
    people = [one.person for one in members if one.person is not None]
    people += [person] if people else []
    if named:
        prefetch_related_objects(people, opened)
    return {
        "application": row,
        "opportunity": row.opportunity,
        "called": words.called(row),
        "named": named,
        "person": person if named else None,
        "contact": named and may_see_contact(user, person),
        "cv": named and row.shares_cv and hasattr(person, "cv") and may_read_cv(user, person),
        "answers": words.answers(row),
        "team": [_member(user, row, one) for one in members],
        "team_size": len(members) + 1,
        "too_small": _too_small(row),
        "facts": [
            {"term": "Where it stands", "value": row.get_state_display()},
            {"term": "Reading", "value": words.reading(row, user=user)},
            {"term": "Choice", "value": (row.tier or "") if findings else ""},
            {"term": "Number", "value": str(row.pk)},
        ],
        "due": sentence,
        "look": look,
        "reviews": [
            {
                "by": review.reviewer.name or "A reader",
                "mean": words.average([review]) if findings else None,
                "note": review.note if findings else "",
                "done": review.done_at is not None,
                "pk": review.pk,
                "own": review.reviewer_id == user.pk,
            }
            for review in reviews
        ],
        "findings": findings,
        "steps": [
            {"to": to, "title": title}
            for to, title, _ in STEPS
            if to in APPLICATION_MOVES[row.state] and (to != S.PLACED or may_offer)
        ],
        "answers_to_write": [
            {"to": to, "title": title}
            for to, title in (
                (S.OFFERED, "Offer a place"),
                (S.RESERVE, "Keep in reserve"),
                (S.DECLINED, "Decline"),
            )
            if findings and to in APPLICATION_MOVES[row.state] and (to != S.OFFERED or may_offer)
        ],
        "decision": decision,
        "placements": placements_shown(row) if row.state in PLACED_OR_OVER else [],
        "may_assign": policies.may_assign(user, row),
        "again": _again(request, reviewing.possible_readers(row, by=user))
        if "again" in request.GET
        else None,
        "may_score": row.state not in OVER,
        "key": new_key(),
        "forms": forms,
    }


def _member(user: User, row: Application, member: TeamMember) -> dict[str, Any]:
    """One of a team beside whoever leads it; nothing that says who while it is read blind."""
    person = member.person
    if row.named_at is None or person is None:
        return {}
    contact = may_see_contact(user, person) and person.user is not None
    cv = member.shares_cv and hasattr(person, "cv") and may_read_cv(user, person)
    return {
        "name": person.name,
        "url": person.get_absolute_url(),
        "open": may_see_person(user, person),
        "email": person.user.email if contact and person.user else "",
        "cv": cv,
    }


def _too_small(row: Application) -> str:
    least = teams.too_small(row) if row.members.all() else 0
    return f"You asked for teams of at least {least}" if least else ""


def _unassign(request: SignedInRequest, row: Application, key: str) -> HttpResponse:
    """Ask a reader no longer; while nothing was scored they can be asked again with one button."""
    review = next((one for one in row.reviews.all() if str(one.pk) == key), None)
    if review is None:
        return redirect(request.path)
    name = review.reviewer.name or "A reader"
    if reviewing.unassign(row, reviewer=review.reviewer, by=request.user):
        messages.success(request, f"{name} is not asked to read it any more.")
        return redirect(f"{request.path}?again={review.reviewer_id}#others")
    messages.info(request, f"{name} has read it already, so what they found stays.")
    return redirect(request.path)


def _again(request: SignedInRequest, readers: list[User]) -> User | None:
    """Whoever was just taken off, for the button that asks them again."""
    key = request.GET.get("again", "")
    return next((user for user in readers if str(user.pk) == key), None)
