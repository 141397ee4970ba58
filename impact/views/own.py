"""Writing down what came of something, changing it, and consenting, for those who were in it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from common.pages import paginate
from common.policies import SignedInRequest, demand, requires
from common.states import IllegalMove
from profiles.policies import is_signed_in
from profiles.views.sending import sent

from .. import policies, queries, services
from ..choices import EDITABLE
from ..forms import ChangeForm, ConsentForm, OutcomeForm
from ..models import Consent, Outcome
from ..sources import find
from .outcomes import NOT_THERE, visible

ME = {"title": "Your page", "url": "/me/"}
MINE = {"title": "Outcomes", "url": "/me/outcomes/"}


def words(form: Any) -> dict[str, Any]:
    """What a form says, with its file read."""
    content = dict(form.content)
    file = content.pop("file")
    return {**content, "content": file.read() if file is not None else b""}


def status_of(form: Any) -> int:
    """With which HTTP status a page shows this form."""
    if getattr(form, "refused", False) or getattr(form, "is_stale", False):
        return 409
    return 422 if form.is_bound else 200


@requires(is_signed_in, row="P118")
def mine(request: SignedInRequest) -> HttpResponse:
    """What I wrote or was in, and what I am asked."""
    page = paginate(request, queries.outcomes_of(request.user))
    rows = [
        {
            **queries.rows([row])[0],
            "status": {
                "text": row.get_state_display(),
                "state": "done" if row.is_public else "",
            },
        }
        for row in page
    ]
    context = {"page": page, "rows": rows, "crumbs": [ME, {"title": "Outcomes"}]}
    return render(request, "impact/my_outcomes.html", context)


@requires(is_signed_in, row="P118")
def record(request: SignedInRequest, came: str, pk: int) -> HttpResponse:
    """Say what came of it: saved as a draft, or sent in at once."""
    source = find(came, pk)
    if source is None:
        raise Http404(NOT_THERE)
    demand(policies.may_record(request.user, source), hidden=True)
    posted = request.method == "POST"
    if not posted and not source.is_ripe:
        context: dict[str, Any] = {
            "title": source.title,
            "crumbs": [ME, MINE, {"title": "What came of it?"}],
        }
        return render(request, "impact/not_yet.html", context)
    form = OutcomeForm(request.POST if posted else None, request.FILES if posted else None)

    def act() -> None:
        outcome = services.record_outcome(source, by=request.user, **words(form))
        if "save" not in request.POST:
            services.send_in(outcome, by=request.user)

    try:
        if sent(request, form, act, beside="file"):
            said = (
                "Saved as a draft."
                if "save" in request.POST
                else "Thank you. A custodian reads it."
            )
            messages.success(request, said)
            return redirect("impact:mine")
    except IllegalMove as error:
        form.add_error(None, str(error))
        form.refused = True  # type: ignore[attr-defined]
    context = {
        "form": form,
        "submit": "Send it in",
        "save_name": "save",
        "multipart": True,
        "page_kind": source.title,
        "page_heading": "What came of it?",
        "page_lede": "A few sentences are enough. A custodian reads it, and it is published only when "
        "every side has agreed.",
        "crumbs": [ME, MINE, {"title": "What came of it?"}],
    }
    return render(request, "impact/form.html", context, status=status_of(form))


def _own(request: SignedInRequest, pk: int) -> Outcome:
    row = visible(request, pk)
    demand(policies.may_edit_outcome(request.user, row), hidden=True)
    return row


@requires(is_signed_in, row="P118")
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Other words for a draft, or for one that was taken back."""
    row = _own(request, pk)
    if row.state not in EDITABLE:
        messages.info(request, "A custodian has it, or it is published: it cannot be changed now.")
        return redirect(row)
    posted = request.method == "POST"
    form = ChangeForm(
        request.POST if posted else None, request.FILES if posted else None, outcome=row
    )

    def now() -> ChangeForm:
        return ChangeForm(outcome=Outcome.objects.select_for_update().get(pk=row.pk))

    def act() -> None:
        services.change_outcome(row, by=request.user, **words(form))

    if sent(request, form, act, now=now, beside="file"):
        messages.success(request, "Saved.")
        return redirect(row)
    context = {
        "form": form,
        "submit": "Save",
        "multipart": True,
        "cancel_url": row.get_absolute_url(),
        "page_heading": "Change what came of it",
        "page_lede": row.handed_back,
        "crumbs": [
            ME,
            MINE,
            {"title": row.title, "url": row.get_absolute_url()},
            {"title": "Change"},
        ],
    }
    return render(request, "impact/form.html", context, status=status_of(form))


@requires(is_signed_in, row="P118")
@require_POST
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand it to the custodians."""
    row = services.send_in(_own(request, pk), by=request.user)
    messages.success(request, "Sent in. A custodian reads it.")
    return redirect(row)


@requires(is_signed_in, row="P119")
def consent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Yes or no, for oneself or for an organisation that one leads; also later."""
    row = visible(request, pk)
    own = [one for one in row.consents.all() if policies.answers_for(request.user, one)]
    demand(bool(own), hidden=True)
    asked = request.POST.get("of", "") if request.method == "POST" else request.GET.get("of", "")
    one = next((each for each in own if str(each.pk) == asked[:20]), own[0])
    form = _consent_form(request.POST if request.method == "POST" else None, one)

    def now() -> ConsentForm:
        return _consent_form(None, Consent.objects.select_for_update().get(pk=one.pk))

    def act() -> None:
        services.consent(
            one,
            by=request.user,
            may_publish=form.content["publish"] == "yes",
            may_name=form.content["name"],
        )

    if sent(request, form, act, now=now):
        messages.success(request, "Noted. You can change this at any time.")
        return redirect("impact:mine")
    context = {
        "form": form,
        "outcome": row,
        "one": one,
        "others": [
            {
                "title": each.organisation.name if each.organisation else "Yourself",
                "url": f"{reverse('impact:consent', args=[row.pk])}?of={each.pk}",
            }
            for each in own
            if each.pk != one.pk
        ],
        "crumbs": [
            ME,
            MINE,
            {"title": row.title, "url": row.get_absolute_url()},
            {"title": "Consent"},
        ],
    }
    return render(request, "impact/consent.html", context, status=status_of(form))


def _consent_form(data: Any, one: Consent) -> ConsentForm:
    said = {None: "", True: "yes", False: "no"}[one.may_publish]
    form = ConsentForm(data, initial={"publish": said, "name": one.may_name})
    who = one.organisation.name if one.organisation else "I"
    form.fields["name"].label = f"{who} may be named with it"
    return form
