"""Custodians find actions in notes, write them down, chase them and settle them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.forms import ForumForm
from common.pages import paginate
from common.policies import SignedInRequest, requires

from ..choices.notes import Step
from ..forms.actions import ActionForm, FoundForm, HowForm
from ..initials import Found, read_actions
from ..models import Action, Meeting
from ..policies.notes import may_write_notes
from ..queries.actions import with_owners
from ..queries.notes import desk_people
from ..services import actions as services
from ..services.chasing import take_step
from .found_rows import desk_crumbs, desk_meeting, done, found, status_of


@requires(may_write_notes, row="P135", hidden=True)
@require_safe
def actions(request: SignedInRequest) -> HttpResponse:
    """Every open action of every meeting: overdue ones on top."""
    page = paginate(request, with_owners(Action.objects.open().with_age()), 50)
    context = {"page": page, "crumbs": desk_crumbs(("Open actions", ""))}
    return render(request, "community/desk_actions.html", context)


@requires(may_write_notes, row="P135", hidden=True)
def action_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """One action by hand."""
    meeting = desk_meeting(pk)
    form = ActionForm(request.POST or None, meeting=meeting, people=desk_people(meeting))
    if done(request, form, lambda: services.add_action(meeting, by=request.user, **form.values())):
        messages.success(request, "The action is written down.")
        return redirect("community:desk_notes", pk=meeting.pk)
    context = {
        "form": form,
        "title": "An action",
        "meeting": meeting,
        "people": form.people,
        "crumbs": _crumbs(meeting, "An action"),
    }
    return render(request, "community/desk_action_new.html", context, status=status_of(form))


@requires(may_write_notes, row="P135", hidden=True)
def actions_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the notes seem to ask for, to be checked; nothing is saved before."""
    meeting = desk_meeting(pk)
    people = desk_people(meeting)
    seen = [] if request.method == "POST" else _in_notes(meeting, people)
    form = FoundForm(request.POST or None, meeting=meeting, people=people, found=seen)
    if done(request, form, lambda: _save(meeting, form, request)):
        messages.success(request, "Saved. They stand under their items.")
        return redirect("community:desk_notes", pk=meeting.pk)
    context = {
        "form": form,
        "meeting": meeting,
        "people": people,
        "crumbs": _crumbs(meeting, "Actions in the notes"),
    }
    return render(request, "community/desk_actions_read.html", context, status=status_of(form))


@requires(may_write_notes, row="P135", hidden=True)
def action(request: SignedInRequest, pk: int) -> HttpResponse:
    """One action: what it says, how it stands, and the next step of the ladder."""
    rows = Action.objects.with_age().select_related("meeting", "item")
    row = found(rows.prefetch_related("owners__organisation"), pk)
    meeting = row.meeting
    people = desk_people(meeting)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    edit = ActionForm(_data(request, act, "edit"), meeting=meeting, people=people, row=row)
    how = HowForm(_data(request, act, "how"), row=row)
    step = ForumForm(_data(request, act, "step"), auto_id=False)
    here = redirect("community:desk_action", pk=row.pk)
    if request.method == "POST" and act not in ("edit", "how", "step"):
        raise BadRequest("No button of this page says so.")
    held = Action.objects.select_for_update(of=("self",))
    if act == "edit" and done(
        request,
        edit,
        lambda: services.change_action(row, by=request.user, **edit.values()),
        now=lambda: ActionForm(meeting=meeting, people=people, row=held.get(pk=row.pk)),
    ):
        messages.success(request, "Saved.")
        return here
    if act == "how" and done(
        request,
        how,
        lambda: services.say_how(row, by=request.user, **how.content),
        now=lambda: HowForm(row=held.get(pk=row.pk)),
    ):
        messages.success(request, "Saved.")
        return here
    if act == "step":
        to = request.POST.get("step", "")
        if to not in Step.values:
            raise BadRequest("The ladder has no such step.")
        if done(request, step, lambda: _step(request, row, to)):
            return here
    context = {
        "row": row,
        "meeting": meeting,
        "edit": edit,
        "how": how,
        "step": step,
        "form": {"edit": edit, "how": how, "step": step}.get(act),
        "next_step": row.next_step,
        "next_words": Step(row.next_step).label if row.next_step else "",
        "escalations": row.escalations.select_related("by"),
        "reminders": row.reminders.select_related("meeting"),
        "crumbs": _crumbs(meeting, "An action"),
    }
    return render(request, "community/desk_action.html", context, status=status_of(edit, how, step))


def _step(request: SignedInRequest, row: Action, to: str) -> None:
    made = take_step(row, by=request.user, step=to)
    if to == Step.PUBLIC:
        messages.success(request, "It stands on top of the public list of actions.")
    elif made.told:
        messages.success(request, f"Written to {made.told}. If nothing comes, take the next step.")
    else:
        messages.warning(
            request,
            "Nobody there has an account, so nobody was written to. Ring or write yourself.",
        )


@transaction.atomic
def _save(meeting: Meeting, form: FoundForm, request: SignedInRequest) -> None:
    for values in form.values:
        services.add_action(meeting, by=request.user, **values)


def _in_notes(meeting: Meeting, people: list[Any]) -> list[tuple[int, Found]]:
    """By item, without those that are written down already."""
    known = {text.casefold() for text in meeting.actions.values_list("text", flat=True)}
    seen = []
    for note in meeting.item_notes.exclude(text=""):
        for one in read_actions(note.text, people):
            if one.text.casefold() not in known:
                known.add(one.text.casefold())
                seen.append((note.item_id or 0, one))
    return seen


def _data(request: SignedInRequest, act: str, name: str) -> Any:
    return request.POST if act == name else None


def _crumbs(meeting: Meeting, here: str) -> list[dict[str, str]]:
    url = reverse("community:desk_notes", args=[meeting.pk])
    return desk_crumbs((f"Notes: {meeting.title}", url), (here, ""))
