"""The agenda builder: one page with buttons, and a page for each item and paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.forms import ForumForm
from common.policies import SignedInRequest, requires
from common.states import IllegalMove
from profiles.views.sending import sent

from .. import meeting_words as words
from ..choices.agenda import ItemState
from ..forms.agenda import (
    ItemForm,
    PaperChangeForm,
    PaperForm,
    words_of_item,
    words_of_paper,
)
from ..models import AgendaItem, Meeting, Paper
from ..policies.meetings import may_hold_meetings
from ..queries import meetings as reads
from ..queries.actions import MOST_MATTERS, matters_arising
from ..services import agenda as verbs
from ..services import papers as paper_verbs
from ..services.meetings import announce_meeting
from ..timetable import Slot, ends_at
from .desk_meetings import desk_page, found_row, status_of
from .found_meeting import NOT_THERE
from .meetings import paper_link

MOST_PROPOSALS = 20


@requires(may_hold_meetings, row="P132")
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """One meeting at the desk: its agenda with all that can be done to it."""
    row = found_row(pk)
    if request.method == "POST":
        try:
            messages.success(request, _act(request, row))
        except (IllegalMove, verbs.Full) as error:
            messages.warning(request, str(error))
        return redirect(request.path)
    agenda = reads.agenda_of(row)
    last = ends_at(agenda, starts=row.starts)
    return render(
        request,
        "community/desk_meeting.html",
        {
            "meeting": row,
            "status": status_of(row),
            "times": words.times(row),
            "where": words.where(row),
            "rows": [_row(slot, n, len(agenda)) for n, slot in enumerate(agenda)],
            "runs_until": words.clock(last),
            "runs_over": last > row.ends,
            "matters": matters_arising(row)[:MOST_MATTERS],
            "proposals": list(reads.proposals_for(row)[:MOST_PROPOSALS]),
            "updates": reads.updates_of(row).count(),
            "without": reads.without_update(row).count(),
            **desk_page(row, row.title),
            "crumbs": [
                {"title": "The desk", "url": "/desk/"},
                {"title": "Meetings", "url": "/desk/meetings/"},
                {"title": row.title},
            ],
        },
    )


def _row(slot: Slot, place: int, number: int) -> dict[str, Any]:
    item = slot.item
    moved = getattr(item, "moved_to", None)
    return {
        "slot": slot,
        "item": item,
        "time": words.clock(slot.starts) if slot.starts else "",
        "first": place == 0,
        "last": place == number - 1,
        "moved": moved.meeting if moved is not None else None,
        "from": item.moved_from.meeting if item.moved_from is not None else None,
        "papers": [{**paper_link(paper), "pk": paper.pk} for paper in item.all_papers],
    }


def _act(request: SignedInRequest, row: Meeting) -> str:
    """What a button says: a verb, and which item or opportunity it is about."""
    verb, _, rest = request.POST.get("act", "").partition(":")
    by = request.user
    if verb == "announce":
        announce_meeting(row, by=by)
        return "Announced. Everybody can see it now."
    if verb == "take":
        thing = reads.proposals_for(row).filter(pk=_number(rest)).first()
        if thing is None:
            raise IllegalMove(
                "gone", "taken", "It is on the agenda already, or no longer asked for."
            )
        verbs.take_proposal(row, thing, by=by)
        return "On the agenda."
    number, _, seen = rest.partition(":")
    if verb not in ("up", "down", "postpone", "back"):
        raise BadRequest("No button of this page says so.")
    order = _number(seen) if verb in ("up", "down") else 0
    item = row.items.filter(pk=_number(number)).first()
    if item is None:
        raise IllegalMove("gone", verb, "That item is no longer on this agenda.")
    if verb in ("up", "down"):
        moved = verbs.move_item(item, by=by, up=verb == "up", seen=order)
        return "Moved." if moved else "It had moved already. Look at the order now."
    if verb == "postpone":
        if item.state != ItemState.POSTPONED:
            verbs.postpone_item(item, by=by)
        return "Postponed. It is on the next agenda, or comes to it once there is one."
    if item.state != ItemState.PLANNED:
        verbs.bring_back_item(item, by=by)
    return "Back on this agenda."


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise BadRequest("No button of this page says so.")
    return int(text)


@requires(may_hold_meetings, row="P132")
def item_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """One more item."""
    row = found_row(pk)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if sent(request, form, lambda: verbs.add_item(row, by=request.user, **form.values())):
        messages.success(request, f"On the agenda: {form.content['title']}")
        return redirect("community:desk_meeting", pk=pk)
    context = {"form": form, "submit": "Add it", **desk_page(row, "Add an item")}
    return render(request, "community/form.html", context, status=form.status)


@requires(may_hold_meetings, row="P132")
def item_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change an item."""
    item = _item(pk)
    form = ItemForm(request.POST if request.method == "POST" else None, initial=words_of_item(item))
    if sent(
        request,
        form,
        lambda: verbs.change_item(item, by=request.user, **form.values()),
        now=lambda: ItemForm(initial=words_of_item(_item(pk, hold=True))),
    ):
        messages.success(request, "Saved. The times follow.")
        return redirect("community:desk_meeting", pk=item.meeting_id)
    context = {"form": form, "submit": "Save", **desk_page(item.meeting, "Change an item")}
    return render(request, "community/form.html", context, status=form.status)


@requires(may_hold_meetings, row="P132")
def item_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an item off, after asking once."""
    item = _item(pk)
    form = ForumForm(request.POST if request.method == "POST" else None)
    if sent(request, form, lambda: verbs.remove_item(item, by=request.user)):
        messages.success(request, "Taken off. The times follow.")
        return redirect("community:desk_meeting", pk=item.meeting_id)
    context = {
        "form": form,
        "question": f"Take “{item.title}” off the agenda?",
        "text": "It goes with its papers, and cannot be brought back. To keep it, postpone it instead.",
        "action": "Take it off",
        **desk_page(item.meeting, "Take an item off"),
    }
    return render(request, "community/desk_confirm.html", context)


@requires(may_hold_meetings, row="P132")
def paper_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lay a paper or slides on an item."""
    item = _item(pk)
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )

    def lay() -> None:
        content = form.content
        file = content.pop("file")
        paper_verbs.add_paper(
            item, by=request.user, content=file.read() if file is not None else b"", **content
        )

    if sent(request, form, lay, beside="file"):
        messages.success(request, f"Laid on the agenda: {form.content['title']}")
        return redirect("community:desk_meeting", pk=item.meeting_id)
    context = {
        "form": form,
        "submit": "Add it",
        "multipart": True,
        **desk_page(item.meeting, "Add a paper or slides"),
    }
    context["page_lede"] = f"It lies on “{item.title}”."
    return render(request, "community/form.html", context, status=422 if form.errors else 200)


@requires(may_hold_meetings, row="P132")
def paper_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it is called and who may read it."""
    paper = _paper(pk)
    data = request.POST if request.method == "POST" else None
    form = PaperChangeForm(data, initial=words_of_paper(paper))
    if sent(
        request,
        form,
        lambda: paper_verbs.change_paper(paper, by=request.user, **form.content),
        now=lambda: PaperChangeForm(initial=words_of_paper(_paper(pk))),
    ):
        messages.success(request, "Saved.")
        return redirect("community:desk_meeting", pk=paper.item.meeting_id)
    context = {"form": form, "submit": "Save", **desk_page(paper.item.meeting, "Change a paper")}
    context["paper"] = paper
    return render(request, "community/desk_paper.html", context, status=form.status)


@requires(may_hold_meetings, row="P132")
def paper_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a paper away, after asking once."""
    paper = _paper(pk)
    form = ForumForm(request.POST if request.method == "POST" else None)
    if sent(request, form, lambda: paper_verbs.remove_paper(paper, by=request.user)):
        messages.success(request, "Taken away.")
        return redirect("community:desk_meeting", pk=paper.item.meeting_id)
    context = {
        "form": form,
        "question": f"Take “{paper.title}” away?",
        "text": "Its file is deleted and cannot be brought back.",
        "action": "Take it away",
        **desk_page(paper.item.meeting, "Take a paper away"),
    }
    return render(request, "community/desk_confirm.html", context)


def _item(pk: int, *, hold: bool = False) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting__series", "owner", "opportunity")
    if hold:
        rows = rows.select_for_update(of=("self",))
    item = rows.filter(pk=pk).first() if pk < 2**63 else None
    if item is None:
        raise Http404(NOT_THERE)
    return item


def _paper(pk: int) -> Paper:
    rows = Paper.objects.select_related("item__meeting")
    paper = rows.filter(pk=pk).first() if pk < 2**63 else None
    if paper is None:
        raise Http404(NOT_THERE)
    return paper
