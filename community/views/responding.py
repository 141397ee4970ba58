"""Answering a consultation: signed in, for an organisation, by a link, or without a name."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from common import errors
from common.forms import ForumForm
from common.policies import SignedInRequest, demand, public, requires, signed_in
from profiles.models import Organisation
from profiles.views.sending import sent

from .. import guest_links
from ..choices.consultations import Respondent, ResponseState
from ..forms.responding import GuestForm, LinkForm, RespondForm, UnnamedForm, saved_in
from ..models import Consultation, Response
from ..policies.consultations import may_keep_response, may_respond
from ..queries.consultations import steps_of
from ..services import guests, responding
from ..services.responding import Who
from .consultations import HOME, LIST, NOT_THERE, visible

BUSY = (
    "Many answers without a name came in at this moment, so we wait before we take more. Copy what you "
    "wrote and send it in ten minutes, or answer by a link to your mailbox."
)


@public("Anybody may answer; what is somebody's own is asked of the signed-in user.", row="P139")
def respond(request: HttpRequest, slug: str) -> HttpResponse:
    """The form: one's own, of an organisation with ``?for=``, or without a name when signed out."""
    received = timezone.now()
    row = visible(request, slug)
    asked_for = request.GET.get("for", "")
    if not request.user.is_authenticated:
        if asked_for:
            return redirect_to_login(request.get_full_path())
        return _unnamed(request, row, received)
    organisation = None
    if asked_for:
        organisation = Organisation.objects.public().filter(slug=asked_for[:120]).first()
        if organisation is None:
            raise Http404(NOT_THERE)
    demand(may_respond(request.user, organisation))
    return _form_page(request, row, Who(user=request.user, organisation=organisation), received)


@public("The link is signed and names one consultation and one mailbox.", row="P140")
def respond_guest(request: HttpRequest, slug: str, signed: str) -> HttpResponse:
    """The form, and later one's own answers, for whoever holds the link from the mail."""
    received = timezone.now()
    row = visible(request, slug)
    try:
        who = Who(address_hash=guest_links.read(row.pk, signed))
    except guest_links.LinkInvalid:
        return errors.page(request, 404)
    return _private(_form_page(request, row, who, received))


def _form_page(
    request: HttpRequest, row: Consultation, who: Who, received: datetime.datetime
) -> HttpResponse:
    if request.method == "POST" and request.POST.get("act") == "withdraw":
        return _withdraw_guest(request, row, who, received)
    own = responding.response_of(row, who)
    form = _form(row, who, own, request)
    if not row.takes(received):
        return _over(request, row, form)
    sending = "save" not in request.POST

    def act() -> None:
        responding.respond(row, by=who, words=form.words, received=received, send=sending)

    done = sent(
        request,  # type: ignore[arg-type]
        form,
        act,
        now=lambda: _form(row, who, responding.response_of(row, who), None),
    )
    if done:
        return _after(request, row, who, form, sending=sending)
    if form.is_bound and not Consultation.objects.get(pk=row.pk).takes(received):
        return _over(request, row, form)
    context = _context(request, row, form) | {
        "own": own,
        "who": who,
        "is_sent": own is not None and own.state == ResponseState.SENT,
        "withdraw": ForumForm() if who.kind == Respondent.GUEST and own else None,
    }
    return render(request, "community/respond.html", context, status=form.status)


def _form(
    row: Consultation, who: Who, own: Response | None, request: HttpRequest | None
) -> RespondForm:
    kind = GuestForm if who.kind == Respondent.GUEST else RespondForm
    data = request.POST if request is not None and request.method == "POST" else None
    initial = saved_in(own)
    if own is None:
        initial["name"] = str(who.organisation or (who.user and who.user.name) or "")
    sending = data is None or "save" not in data
    return kind(data, initial=initial, sending=sending, **_parts(row))


def _parts(row: Consultation) -> dict[str, Any]:
    return {
        "consultation": row,
        "questions": row.questions.select_related("node__row"),
        "steps": steps_of(row),
    }


def _context(request: HttpRequest, row: Consultation, form: RespondForm) -> dict[str, Any]:
    came_for = request.GET.get("step", "")
    steps = getattr(form, "step_fields", [])
    return {
        "consultation": row,
        "on_steps": [one | {"open": one["open"] or one["slug"] == came_for} for one in steps],
        "form": form,
        "crumbs": [
            *(HOME, LIST, {"title": row.title, "url": row.get_absolute_url()}),
            {"title": "Answer"},
        ],
    }


def _after(
    request: HttpRequest, row: Consultation, who: Who, form: RespondForm, *, sending: bool
) -> HttpResponse:
    if not sending:
        messages.success(request, "Kept. It is not sent yet: come back before it closes.")
        return redirect(request.get_full_path())
    own = responding.response_of(row, who)
    if who.kind != Respondent.GUEST:
        messages.success(request, "Sent. You can change or withdraw it until it closes.")
        return redirect(own.get_absolute_url() if own else row.get_absolute_url())
    messages.success(request, "Sent. With the same link you can change or withdraw it.")
    address = form.cleaned_data.get("receipt_to")
    if address and own is not None:
        link = request.path
        if not responding.send_receipt(own, address=address, link=link):
            messages.warning(
                request, "The receipt was not mailed: the link went to another address."
            )
    return redirect(request.path)


def _unnamed(request: HttpRequest, row: Consultation, received: datetime.datetime) -> HttpResponse:
    """Nothing about whoever sends it is read: no cookie is set, no address looked at."""
    data = request.POST if request.method == "POST" else None
    initial = {"token": guest_links.form_token(row.pk)}
    form = UnnamedForm(data, initial=initial, **_parts(row))
    if not row.takes(received):
        return _over(request, row, form)

    def act() -> None:
        if not guest_links.has_room(row.pk):
            raise ValueError(BUSY)
        responding.respond(row, by=Who(), words=form.words, received=received)

    if sent(request, form, act):  # type: ignore[arg-type]
        return redirect("community:thanks", slug=row.slug)
    if form.is_bound and not Consultation.objects.get(pk=row.pk).takes(received):
        return _over(request, row, form)
    return render(
        request,
        "community/respond.html",
        _context(request, row, form) | {"who": Who(), "unnamed": True},
        status=form.status,
    )


def _over(request: HttpRequest, row: Consultation, form: RespondForm) -> HttpResponse:
    """It is not open: what was typed is given back, to copy."""
    late = request.method == "POST"
    context = {
        "consultation": row,
        "typed": form.copies if late else [],
        "late": late,
        "crumbs": [*(HOME, LIST), {"title": row.title, "url": row.get_absolute_url()},
                   {"title": "Not open"}],
    }  # fmt: skip
    status = 409 if late else 200
    return render(request, "community/respond_over.html", context, status=status)


def _withdraw_guest(
    request: HttpRequest, row: Consultation, who: Who, received: datetime.datetime
) -> HttpResponse:
    own = responding.response_of(row, who)
    if who.kind != Respondent.GUEST:
        return errors.page(request, 404)
    if own is not None:
        try:
            responding.withdraw_response(own, by=None, received=received)
        except responding.TooLate as error:
            return errors.page(request, 409, reason=str(error))
    messages.success(request, "Withdrawn. Nothing of it is kept.")
    return redirect(request.path)


@public("Everybody may read that an answer without a name was taken.", row="P139")
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """After an answer without a name: nothing leads back to it."""
    row = visible(request, slug)
    crumbs = [HOME, LIST, {"title": row.title, "url": row.get_absolute_url()}, {"title": "Sent"}]
    context = {"consultation": row, "crumbs": crumbs}
    return render(request, "community/respond_thanks.html", context)


@public("Whoever has no account asks for a link to their own mailbox.", row="P139")
def ask_link(request: HttpRequest, slug: str) -> HttpResponse:
    """One field. The page says the same whatever address is given."""
    row = visible(request, slug)
    form = LinkForm(request.POST or None)
    ask = lambda: guests.ask_for_link(row, **form.content)  # noqa: E731
    if sent(request, form, ask, beside="address"):  # type: ignore[arg-type]
        messages.success(
            request, "If the address can be reached, a mail with a link is on its way. Look there."
        )
        return redirect(row)
    context = _context(request, row, form) | {  # type: ignore[arg-type]
        "page_heading": "Answer by a link to your mailbox",
        "page_kind": row.title,
        "submit": "Mail me a link",
        "cancel_url": reverse("community:respond", args=[row.slug]),
    }
    return render(request, "community/form.html", context, status=422 if form.is_bound else 200)


def _own(request: SignedInRequest, pk: int) -> Response:
    rows = Response.objects.select_related("consultation", "organisation")
    found = rows.filter(pk=pk).first() if pk < 2**63 else None
    demand(found is not None and may_keep_response(request.user, found), hidden=True)
    assert found is not None
    return found


@requires(signed_in, row="P140", hidden=True)
def response(request: SignedInRequest, pk: int) -> HttpResponse:
    """What I, or my organisation, answered."""
    own = _own(request, pk)
    row = own.consultation
    again = reverse("community:respond", args=[row.slug])
    if own.organisation:
        again += f"?for={own.organisation.slug}"
    context = {
        "own": own,
        "consultation": row,
        "answers": own.answers.select_related("question"),
        "comments": own.comments.select_related("node"),
        "again": again,
        "takes": row.takes(timezone.now()),
        "crumbs": [HOME, LIST, {"title": row.title, "url": row.get_absolute_url()},
                   {"title": "Your answers"}],
    }  # fmt: skip
    return _private(render(request, "community/response.html", context))


@requires(signed_in, row="P140", hidden=True)
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it back, after asking."""
    received = timezone.now()
    own = _own(request, pk)
    row = own.consultation
    form = ForumForm(request.POST if request.method == "POST" else None)
    take_back = lambda: responding.withdraw_response(  # noqa: E731
        own, by=request.user, received=received
    )
    if sent(request, form, take_back):
        messages.success(request, "Withdrawn. Nothing of it is kept.")
        return redirect(row)
    context = {
        "form": form,
        "page_heading": "Withdraw your answers",
        "page_kind": row.title,
        "page_lede": "They are deleted and not counted. You can answer anew until it closes.",
        "submit": "Withdraw them",
        "cancel_url": own.get_absolute_url(),
    }
    return render(request, "community/form.html", context, status=422 if form.is_bound else 200)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
