"""Applying together: a team's own page, answering when one is asked in, leaving."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common import errors
from common.forms import new_key
from common.policies import SignedInRequest, requires, signed_in
from common.states import IllegalMove
from profiles.links import LinkInvalid, read
from profiles.models import Person
from profiles.policies import may_see_person
from profiles.views.sending import sent

from .. import policies
from ..application_choices import ApplicationState, MemberState
from ..application_questions import asked
from ..application_words import history, stands
from ..eligibility import person_of
from ..forms.teams import AskForm, JoinForm, LeaveTeamForm
from ..models import Application, PlacementRecord, TeamMember
from ..queries import teams as queries
from ..services import leaving_teams, teams
from ..services.applying import CannotApply, form_of

S, M = ApplicationState, MemberState
NOT_FOUND = "We could not find that, or you cannot see it."


def of_my_team(request: SignedInRequest, pk: int) -> Application:
    """One that the reader leads or is in; all others do not exist."""
    rows = Application.objects.for_pages().prefetch_related(queries.MEMBERS, "answers")
    found = rows.filter(pk=pk).first()
    if found is None or not policies.applies_in(request.user, found):
        raise Http404(NOT_FOUND)
    return found


@requires(signed_in, row="P077")
def team(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is in it, what is sent, and what each still has to say yes to."""
    row = of_my_team(request, pk)
    leads = policies.is_applicant(request.user, row)
    draft = row.state == S.DRAFT
    form = AskForm(request.POST if request.POST.get("action") == "ask" else None)
    if leads and draft and sent(request, form, lambda: _ask(request, row, form)):
        messages.success(request, "Asked. They are in when they have said yes.")
        return redirect("opportunities:application_team", pk=pk)
    if request.method == "POST" and not form.is_bound:
        return _act(request, row)
    written = {answer.question: answer.text for answer in row.answers.all()}
    mine = next((one for one in queries.joined(row) if one.person == _person(request)), None)
    placement = PlacementRecord.objects.of(request.user).filter(application=row.pk).first()
    context = {
        "application": row,
        "opportunity": row.opportunity,
        "asks": form_of(row.opportunity),
        "leads": leads,
        "draft": draft,
        "form": form if leads and draft else None,
        "stands": stands(row, placement),
        "history": history(row),
        "members": [one for one in row.members.all() if one.state in queries.IN],
        "asked": [one for one in row.members.all() if one.state == M.ASKED] if leads else [],
        "mine": mine,
        "placement": placement,
        "version": teams.version(row),
        "gaps": queries.team_gaps(row, form_of(row.opportunity)) if draft else [],
        "awaited": queries.missing_yes(row) if row.state == S.OFFERED else [],
        "must_accept": _person(request) in queries.missing_yes(row),
        "answers": [
            (question.text, written[question.name])
            for question in asked(row.opportunity)
            if written.get(question.name)
        ],
        "key": new_key(),
    }
    status = 422 if form.is_bound else 200
    return _private(render(request, "opportunities/team.html", context, status=status))


def _person(request: SignedInRequest) -> Person | None:
    return person_of(request.user)


def _ask(request: SignedInRequest, row: Application, form: AskForm) -> None:
    who = form.content["who"]
    slug = form.slug_of(who)
    if not slug:
        teams.ask(row, by=request.user, address=who)
        return
    person = Person.objects.select_related("user").filter(slug=slug).first()
    if person is None or not may_see_person(request.user, person):
        raise teams.CannotAsk("We could not find that profile, or you cannot see it.")
    teams.ask(row, by=request.user, person=person)


def _act(request: SignedInRequest, row: Application) -> HttpResponse:
    """What needs one button: a question taken back, everybody's yes asked for, one's own yes."""
    action, user = request.POST.get("action", ""), request.user
    try:
        if action == "read":
            teams.ask_for_yes(row, by=user)
            messages.success(request, "Asked. You hear when everybody has said yes.")
        elif action == "agree":
            teams.agree(row, by=user, seen=request.POST.get("seen", ""))
            messages.success(request, "You said yes to it as it stands.")
        elif action.startswith("back-"):
            wanted = action.removeprefix("back-")
            member = next((one for one in row.members.all() if str(one.pk) == wanted), None)
            if member is None:
                raise Http404(NOT_FOUND)
            teams.take_back_request(member, by=user)
            messages.success(request, "They are asked no longer. Their link is dead.")
        else:
            messages.warning(request, "Nothing was chosen.")
    except IllegalMove as error:
        messages.warning(request, str(error))
    return redirect("opportunities:application_team", pk=row.pk)


@requires(signed_in, row="P084")
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a team, after asking once; whoever leads hands over, or takes it back for all."""
    row = of_my_team(request, pk)
    leads = policies.is_applicant(request.user, row)
    members = queries.joined(row)
    if row.is_over or (leads and not members):
        return redirect("opportunities:application_team", pk=pk)
    form = LeaveTeamForm(
        request.POST if request.method == "POST" else None, members=members, leads=leads
    )

    def go() -> None:
        if leads:
            leaving_teams.hand_over(row, by=request.user, heir=form.chosen)
        else:
            leaving_teams.leave(row, by=request.user)

    try:
        done = sent(request, form, go)
    except IllegalMove as error:
        messages.warning(request, str(error))
        return redirect("opportunities:application_team", pk=pk)
    if done:
        messages.success(request, "You have left the team. The others are told.")
        return redirect("opportunities:applications")
    context = {
        "form": form,
        "application": row,
        "leads": leads,
        "page_heading": "Leave the team?",
        "page_kind": row.opportunity.title,
        "page_lede": _what_happens(row),
        "submit": "Leave the team",
        "cancel": "Stay",
        "cancel_url": f"{row.get_absolute_url()}team/",
    }
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/team_leave.html", context, status=status)


def _what_happens(row: Application) -> str:
    if row.state == S.DRAFT:
        return "Nothing was sent yet. The others are told, and go on without you."
    place = "Your place is free at once for somebody else. " if row.holds_seat else ""
    return f"{place}The others and the host are told. The host sees neither your name nor your CV any more."


@requires(signed_in, row="P074")
def invitation(request: SignedInRequest, signed: str) -> HttpResponse:
    """Answer when asked in. For everybody but the one who was asked it is as if there were none."""
    row = _invitation(signed)
    if row is None or not policies.is_asked_to_join(request.user, row):
        if row is not None and policies.applies_in(request.user, row.application):
            return redirect("opportunities:application_team", pk=row.application_id)
        return errors.page(request, 404, template="opportunities/team_missing.html")
    over = _why_over(row)
    stops = [] if over else teams.what_keeps_out(row, request.user)
    wants_cv, has_cv = form_of(row.opportunity).wants_cv, hasattr(_person(request), "cv")
    form = JoinForm(
        request.POST if request.POST.get("answer") == "yes" else None, cv=wants_cv and has_cv
    )
    try:
        if request.POST.get("answer") == "no" and not over:
            teams.refuse(row, by=request.user)
            messages.success(request, "You said no. They are told.")
            return redirect("opportunities:applications")
        if not over and not stops and sent(request, form, lambda: _join(request, row, form)):
            messages.success(request, "You are in. Read the text, and say yes to it.")
            return redirect("opportunities:application_team", pk=row.application_id)
    except CannotApply as error:
        stops = error.stops
    except IllegalMove as error:
        over = str(error)
    context: dict[str, Any] = {
        "member": row,
        "application": row.application,
        "opportunity": row.opportunity,
        "form": form,
        "over": over,
        "stops": stops,
        "lacks_cv": wants_cv and not has_cv and not stops,
        "here": request.path,
    }
    status = 410 if over else 422 if form.is_bound else 200
    return _private(render(request, "opportunities/team_invitation.html", context, status=status))


def _join(request: SignedInRequest, row: TeamMember, form: JoinForm) -> None:
    teams.join(row, by=request.user, shares_cv=form.content.get("shares_cv", False))


def _invitation(signed: str) -> TeamMember | None:
    try:
        pk = read(teams.LINK, signed)
    except LinkInvalid:
        return None
    rows = TeamMember.objects.select_related(
        "application__person__user",
        "application__opportunity__organisation__state",
        "application__opportunity__state",
        "opportunity__organisation",
    )
    return rows.filter(pk=pk).first()


def _why_over(row: TeamMember) -> str:
    if row.state == M.ASKED and row.application.state == S.DRAFT:
        return ""
    return "This was answered, taken back, or sent without you. Ask them for a new link."


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
