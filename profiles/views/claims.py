"""By the link in the mail: what a custodian entered about one; correct it, delete it, take it up."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from common import errors
from common.policies import SignedInRequest, public, requires

from .. import links, policies, services
from ..choices import ClaimKind
from ..forms.met import CorrectForm
from ..models import Claimable
from ..services.claims import CannotClaim, ClaimOver
from .sending import sent

BY_LINK = "The link is signed and went to the address that was entered; the row says if it is good."
Held = Claimable | None


@public(BY_LINK, row="P041")
def claim(request: HttpRequest, signed: str) -> HttpResponse:
    """What is held, who entered it and on which yes. Opening it changes nothing."""
    row = _held(signed)
    if row is None:
        return _missing(request)
    return render(
        request,
        "profiles/claim.html",
        {
            "row": row,
            "signed": signed,
            "organisation": row.kind == ClaimKind.ORGANISATION,
            "theirs": policies.may_claim(request.user, row),
        },
    )


@public(BY_LINK, row="P041")
@require_POST
def join(request: HttpRequest, signed: str) -> HttpResponse:
    """To the one door, with the address that the link has proved."""
    row = _held(signed)
    if row is None:
        return _missing(request)
    take = reverse("profiles:claim_take", args=[signed])
    if request.user.is_authenticated:
        return redirect(take)
    get_adapter(request).stash_verified_email(request, row.address)
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': take})}")


@public(BY_LINK, row="P041")
def correct(request: HttpRequest, signed: str) -> HttpResponse:
    """Change what is held, without an account."""
    row = _held(signed)
    if row is None:
        return _missing(request)
    form = CorrectForm(request.POST or None, claimable=row)
    held = Claimable.objects.select_related("district").select_for_update(of=("self",))
    try:
        if sent(
            request,  # type: ignore[arg-type]
            form,
            lambda: services.correct_claimable(row, **form.content),
            now=lambda: CorrectForm(claimable=held.get(pk=row.pk)),
        ):
            messages.success(request, "Corrected.")
            return redirect("profiles:claim", signed=signed)
    except Claimable.DoesNotExist:
        return _missing(request)
    return render(
        request,
        "profiles/claim_correct.html",
        {"form": form, "row": row, "signed": signed},
        status=form.status,
    )


@public(BY_LINK, row="P041")
def delete(request: HttpRequest, signed: str) -> HttpResponse:
    """Erase it, after asking, without an account."""
    row = _held(signed)
    if row is None:
        return _missing(request)
    if request.method == "POST":
        try:
            services.delete_claimable(row)
        except ClaimOver:
            return _missing(request)
        request.session.pop("account_verified_email", None)
        return render(request, "profiles/claim_deleted.html")
    return render(request, "profiles/claim_delete.html", {"row": row, "signed": signed})


@requires(policies.is_signed_in, row="P041", hidden=True)
def take(request: SignedInRequest, signed: str) -> HttpResponse:
    """Make it one's own. For everybody but the one it went to, it is as if there were none."""
    row = _held(signed)
    if row is None or not policies.may_claim(request.user, row):
        return _missing(request)
    why, status = "", 200
    if request.method == "POST":
        try:
            thing = services.claim(row, by=request.user)
        except ClaimOver:
            return _missing(request)
        except ValueError as error:
            why, status = str(error), 409 if isinstance(error, CannotClaim) else 422
        else:
            messages.success(request, "It is yours now. What was entered for you is erased.")
            if row.kind == ClaimKind.PERSON:
                return redirect("profiles:welcome")
            return redirect(thing)
    return render(
        request,
        "profiles/claim_take.html",
        {
            "row": row,
            "signed": signed,
            "organisation": row.kind == ClaimKind.ORGANISATION,
            "agreed": services.has_agreed(request.user),
            "has_profile": hasattr(request.user, "person"),
            "why": why,
        },
        status=status,
    )


def _held(signed: str) -> Held:
    try:
        pk = links.read(links.CLAIM, signed)
    except links.LinkInvalid:
        return None
    row = Claimable.objects.select_related("entered_by", "district").filter(pk=pk).first()
    return None if row is None or row.is_over else row


def _missing(request: HttpRequest) -> HttpResponse:
    """The same page for a link that never was, was used, or has run out."""
    return errors.page(request, 404, template="profiles/claim_missing.html")
