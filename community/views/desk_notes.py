"""Custodians write the notes of a meeting, and take them from draft to locked."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.forms import ForumForm
from common.policies import SignedInRequest, requires

from ..choices.notes import NotesState
from ..forms.notes import AgreeForm, CorrectionForm, DecisionForm, NoteForm
from ..markup import beginning
from ..models import AgendaItem, Decision, ItemNote, Meeting
from ..policies.notes import may_write_notes
from ..queries import notes as reads
from ..queries.actions import matters_arising
from ..services import notes as services
from ..timetable import slots
from .found_rows import desk_crumbs, desk_meeting, done, found, status_of

SAID = {
    "circulate": "Circulated: the notes stand on the page of the meeting.",
    "agree": "Agreed. Lock them once nobody wants anything changed.",
    "lock": "Locked. From now on a correction stands beside the text.",
}


@requires(may_write_notes, row="P132", hidden=True)
def notes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything of a meeting's notes, and the one button that comes next."""
    meeting = desk_meeting(pk)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    later = Meeting.objects.after(meeting)
    forms: dict[str, ForumForm] = {
        "circulate": ForumForm(_data(request, act, "circulate"), auto_id=False),
        "agree": AgreeForm(_data(request, act, "agree"), later=later),
        "lock": ForumForm(_data(request, act, "lock"), auto_id=False),
    }
    if request.method == "POST":
        if act not in forms:
            raise BadRequest("No button of this page says so.")
        if done(request, forms[act], lambda: _move(meeting, act, forms[act], request)):
            messages.success(request, SAID[act])
            return redirect("community:desk_notes", pk=meeting.pk)
    context = {
        **_everything(meeting),
        "forms": forms,
        "form": forms.get(act),
        "later": later.exists(),
        "crumbs": desk_crumbs((f"Notes: {meeting.title}", "")),
    }
    status = status_of(*forms.values())
    return render(request, "community/desk_notes.html", context, status=status)


@requires(may_write_notes, row="P132", hidden=True)
def item(request: SignedInRequest, pk: int, item_pk: int) -> HttpResponse:
    """The notes of one item; of the meeting as a whole with 0. Locked ones get a correction."""
    meeting = desk_meeting(pk)
    about = found(meeting.items.all(), item_pk) if item_pk else None
    title = about.title if about else "The meeting as a whole"
    state = reads.notes_state(meeting)
    form: Any
    if state == NotesState.LOCKED:
        form = CorrectionForm(request.POST or None)
        good = done(
            request,
            form,
            lambda: services.correct(meeting, by=request.user, item=about, **form.content),
        )
    else:
        form = _note_form(request.POST or None, meeting, about, state)
        good = done(
            request,
            form,
            lambda: services.write(meeting, by=request.user, item=about, **form.content),
            now=lambda: _note_form(None, meeting, about, state),
        )
    if good:
        messages.success(request, f"Saved: {title}.")
        return redirect("community:desk_notes", pk=meeting.pk)
    context = {
        "form": form,
        "meeting": meeting,
        "about": title,
        "people": reads.desk_people(meeting),
        "text": about.text if about else "",
        "locked": state == NotesState.LOCKED,
        "crumbs": _crumbs(meeting, title),
    }
    return render(request, "community/desk_note.html", context, status=status_of(form))


@requires(may_write_notes, row="P132", hidden=True)
def decision_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """One more decision, under the next number."""
    meeting = desk_meeting(pk)
    form = DecisionForm(request.POST or None, meeting=meeting, out=False)
    if done(request, form, lambda: services.decide(meeting, by=request.user, **form.content)):
        messages.success(request, "The decision is written down.")
        return redirect("community:desk_notes", pk=meeting.pk)
    return _decision_page(request, meeting, form, "A decision")


@requires(may_write_notes, row="P132", hidden=True)
def decision(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One decision put right."""
    meeting = desk_meeting(pk)
    one = found(meeting.decisions.select_related("meeting"), _key(meeting, number))
    out = reads.notes_state(meeting) != NotesState.DRAFT
    form = DecisionForm(request.POST or None, meeting=meeting, row=one, out=out)
    held = Decision.objects.select_for_update(of=("self",))
    if done(
        request,
        form,
        lambda: services.change_decision(one, by=request.user, **form.content),
        now=lambda: DecisionForm(meeting=meeting, row=held.get(pk=one.pk), out=out),
    ):
        messages.success(request, "Saved.")
        return redirect("community:desk_notes", pk=meeting.pk)
    return _decision_page(request, meeting, form, f"Decision {number}")


def _key(meeting: Meeting, number: int) -> int:
    """The key of the decision with this number; 0 where there is none."""
    if number > 32767:
        return 0
    return meeting.decisions.filter(number=number).values_list("pk", flat=True).first() or 0


def _decision_page(
    request: SignedInRequest, meeting: Meeting, form: DecisionForm, title: str
) -> HttpResponse:
    context = {"form": form, "title": title, "meeting": meeting, "crumbs": _crumbs(meeting, title)}
    return render(request, "community/desk_decision.html", context, status=status_of(form))


def _note_form(data: Any, meeting: Meeting, about: AgendaItem | None, state: str) -> NoteForm:
    rows = ItemNote.objects.filter(meeting=meeting, item=about)
    text = rows.values_list("text", flat=True).first() or ""
    return NoteForm(data, initial={"text": text}, out=state != NotesState.DRAFT)


def _data(request: SignedInRequest, act: str, name: str) -> Any:
    return request.POST if act == name else None


def _move(meeting: Meeting, act: str, form: ForumForm, request: SignedInRequest) -> object:
    if act == "circulate":
        return services.circulate(meeting, by=request.user)
    if act == "agree":
        return services.agree(meeting, by=request.user, at=form.cleaned_data["at"])
    return services.lock(meeting, by=request.user)


def _everything(meeting: Meeting) -> dict[str, Any]:
    """What the page of the notes shows: items in their order with what is written under each."""
    notes = services.notes_of(meeting)
    written = {note.item_id or 0: note.text for note in meeting.item_notes.all()}
    items: list[dict[str, Any]] = [{"pk": 0, "number": None, "title": "The meeting as a whole"}]
    items += [
        {"pk": slot.item.pk, "number": slot.number, "title": slot.item.title}
        for slot in slots(meeting.items.all(), starts=meeting.starts)
        if not slot.is_pause
    ]
    people = reads.desk_people(meeting)
    return {
        "meeting": meeting,
        "notes": notes,
        "items": [{**row, "text": beginning(written.get(row["pk"], ""))} for row in items],
        "people": people,
        "present": sum(1 for one in people if one.state in ("attended", "online")),
        "decisions": meeting.decisions.select_related("item"),
        "actions": [(row, _owners(row)) for row in reads.actions_of(meeting)],
        "matters": [(row, _owners(row)) for row in matters_arising(meeting)],
        "amendments": meeting.amendments.select_related("by", "item", "decision"),
    }


def _owners(action: Any) -> str:
    names = ["all members"] if action.everyone else []
    return ", ".join([*names, *(one.desk_name for one in action.owners.all())])


def _crumbs(meeting: Meeting, here: str) -> list[dict[str, str]]:
    url = reverse("community:desk_notes", args=[meeting.pk])
    return desk_crumbs((f"Notes: {meeting.title}", url), (here, ""))
