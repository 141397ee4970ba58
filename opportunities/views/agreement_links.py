"""Pages behind signed links: a supervisor's or a university's yes, and how it goes. No account is needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common import errors
from common.policies import SignedInRequest, demand, public, requires, signed_in
from profiles.links import LinkInvalid
from profiles.models import Organisation
from profiles.views.sending import sent

from .. import agreement_words as words
from .. import policies_of_placements as policies
from ..feedback_questions import QUESTIONS, WHO_READS
from ..forms.agreements import FeedbackForm, PartyForm, UniversityContactForm
from ..models import UniversityContact
from ..placement_choices import BY_LINK, PartyAnswer, PlacementState
from ..services import agreement_parties, feedback, universities
from .agreements import in_words, say


@public(
    "The link is signed and names one row, which says if it is good; it was mailed to one address."
)
def answer(request: HttpRequest, signed: str) -> HttpResponse:
    """Read the agreement, say yes or no. Opening it changes nothing."""
    try:
        party = agreement_parties.read_link(signed)
    except LinkInvalid:
        return errors.page(request, 404)
    if party is None or party.role not in BY_LINK:
        return errors.page(request, 404)
    record = party.agreement.record
    waits = party.answer == PartyAnswer.WAITING and record.state == PlacementState.SENT
    form = PartyForm(request.POST or None, ask_name=True)
    asked: Any = request
    if sent(asked, form, in_words(lambda: say(party, form, None))):
        return redirect(request.path)
    name = record.person.name if record.person else ""
    terms = words.terms(party.agreement, words.skill_names([party.agreement]))
    context = {
        "party": party,
        "agreement": party.agreement,
        "opportunity": record.opportunity,
        "student": name,
        "terms": [("Student", name), *terms],
        "waits": waits,
        "still_asked": record.state == PlacementState.SENT
        and agreement_parties.is_last(party.agreement),
        "form": form if waits or form.is_bound else None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return _private(render(request, "opportunities/agreement_answer.html", context, status=status))


@public(
    "The link is signed and names one row, which says if it is good; it was mailed to one address."
)
def give_feedback(request: HttpRequest, signed: str) -> HttpResponse:
    """Three questions. Who reads the answers is said before they are given."""
    try:
        row = feedback.read_link(signed)
    except LinkInvalid:
        return errors.page(request, 404)
    if row is None:
        return errors.page(request, 404)
    three = QUESTIONS[(row.moment, row.side)]
    form = FeedbackForm(request.POST or None, three=three, side=row.side)
    asked: Any = request
    if sent(asked, form, in_words(lambda: feedback.answer(row, **form.content))):
        return redirect(request.path)
    context = {
        "row": row,
        "opportunity": row.record.opportunity,
        "over": bool(row.answered_at or row.closed_on),
        "who_reads": WHO_READS[row.side],  # type: ignore[index]
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return _private(render(request, "opportunities/feedback.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


@requires(signed_in, row="P016")
def university_contact(request: SignedInRequest, slug: str) -> HttpResponse:
    """Whether a university wants to agree to its students' placements, and who answers for it."""
    found = Organisation.objects.select_related("state").filter(slug=slug).first()
    demand(found is not None and found.kind == "university", hidden=True)
    assert found is not None
    demand(policies.may_name_university_contact(request.user, found))
    form = _contact_form(found, request.POST or None)
    save = in_words(lambda: universities.set_contact(found, by=request.user, **form.content))
    if sent(request, form, save, now=lambda: _contact_form(found, None)):
        messages.success(request, "Noted.")
        return redirect(found.get_absolute_url())
    context = {
        "form": form,
        "submit": "Save",
        "page_heading": "Agreeing to placements",
        "page_kind": found.name,
        "page_lede": "Where you name an office, it is asked to agree to each learning agreement of a "
        "student of yours. Leave both empty to be asked about none.",
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "opportunities/agreement_form.html", context, status=form.status)


def _contact_form(organisation: Organisation, data: Any) -> UniversityContactForm:
    row = UniversityContact.objects.filter(pk=organisation.pk).first()
    initial = {"office": row.office if row else "", "address": row.address if row else ""}
    return UniversityContactForm(data, initial=initial)
