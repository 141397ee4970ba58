"""Several events from one flier or calendar file: read, checked by whoever sent it, then kept as drafts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, requires

from ..forms.event_several import DraftsForm, SeveralForm, starts_of
from ..policies import events as policies
from ..queries import events as queries
from ..services import event_series


@requires(policies.may_draft_event, row="P123")
def event_several(request: SignedInRequest) -> HttpResponse:
    """Hand it in, look at what was found, keep what is ticked."""
    if request.POST.get("action") == "save":
        return _save(request)
    form = SeveralForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        drafts = DraftsForm(found=form.reading.found)
        _mark_known(request, drafts)
        return _page(request, form, drafts=drafts, notes=form.reading.notes)
    return _page(request, form, status=422 if form.is_bound else 200)


def _mark_known(request: SignedInRequest, drafts: DraftsForm) -> None:
    """What looks like one that is here stands unticked, with the one it is like beside it."""
    for draft in drafts.drafts:
        starts = starts_of(draft)
        if starts is None:
            continue
        draft.alike = queries.alike(request.user, title=draft.initial["title"], starts=starts)
        if draft.alike:
            draft.initial["keep"] = False


def _save(request: SignedInRequest) -> HttpResponse:
    drafts = DraftsForm(request.POST)
    if drafts.is_valid():
        rows = drafts.rows()
        send_in = drafts.content["send_in"]
        try:
            with once(drafts.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    made = event_series.draft_several(rows, by=request.user, send_in=send_in)
                    attempt.answer = reverse("community:my_events")
                    many = "One draft" if len(made) == 1 else f"{len(made)} drafts"
                    sent = (
                        "and sent in to the custodians" if send_in else "Read each and send it in"
                    )
                    messages.success(request, f"{many} saved{' ' if send_in else '. '}{sent}.")
            return redirect(attempt.answer)
        except KeyReused as error:
            drafts.add_error(None, str(error))
    return _page(request, SeveralForm(), drafts=drafts, status=422)


def _page(
    request: SignedInRequest,
    form: SeveralForm,
    *,
    drafts: DraftsForm | None = None,
    notes: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "drafts": drafts,
        "notes": notes or [],
        "page_heading": "Several events at once",
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": "Events", "url": reverse("community:events")},
            {"title": "Several at once"},
        ],
    }
    return render(request, "community/event_several.html", context, status=status)
