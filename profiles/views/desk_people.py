"""People at the desk: found by an address they gave, helped, hidden, closed; and the way back."""

from dataclasses import dataclass
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common.policies import SignedInRequest, demand, is_custodian, requires

from .. import links, policies, services
from ..forms.desk import FindForm, HowKnownForm, ReasonForm
from ..models import ClosedAccount, HiddenProfile, LostStep, Person, User
from ..queries.second_factor import has_second_factor
from .sending import sent


@dataclass(frozen=True)
class Act:
    """Something that asks for a reason first."""

    title: str
    lede: str
    button: str
    done: str
    form: type[ReasonForm] | type[HowKnownForm] = ReasonForm


ACTS = {
    "hide": Act(
        "Hide the profile of {name}?",
        "It leaves every list, search and match at once. They are told why, and you can undo it.",
        "Hide it",
        "Hidden. They are told by mail.",
    ),
    "close": Act(
        "Close the account of {name}?",
        "They are signed out everywhere and are not shown or matched. Nothing is deleted, they are told why, and you "
        "can undo it.",
        "Close it",
        "Closed. They are told by mail.",
    ),
    "lost-step": Act(
        "Has {name} lost their second step?",
        "You ask; another custodian takes it off. They are told at once, so that they can object.",
        "Ask a colleague",
        "Asked. Another custodian sees it on the desk.",
        HowKnownForm,
    ),
}
AT_ONCE = {
    "show": "Shown again. They are told by mail.",
    "reopen": "Open again. They are told by mail.",
    "clear-step": "Taken off. They are told by mail.",
    "keep-step": "Kept as it is.",
}


@requires(is_custodian, row="P009", hidden=True)
def find(request: SignedInRequest) -> HttpResponse:
    """Look somebody up. The words are sent in the body, so that no address lies in a log."""
    form = FindForm(request.POST or None)
    found: list[User] | None = None
    if request.method == "POST" and form.is_valid():
        found = services.find_people(form.cleaned_data["words"], by=request.user)
    return render(
        request,
        "profiles/desk_people.html",
        {
            "form": form,
            "found": found
            and [{"user": user, "signed": links.make(links.DESK, user.pk)} for user in found],
            "asked": found is not None,
        },
        status=422 if form.is_bound and form.errors else 200,
    )


@requires(is_custodian, row="P009", hidden=True)
def person(request: SignedInRequest, signed: str) -> HttpResponse:
    """One account: how it stands, and what can be done. Not its address, and not what is private."""
    about = _about(signed)
    profile = Person.objects.select_related("hidden", "cv").filter(user=about).first()
    cv = getattr(profile, "cv", None)
    glass = policies.open_glass(request.user, about)
    step = LostStep.objects.filter(user=about).first()
    return render(
        request,
        "profiles/desk_person.html",
        {
            "about": about,
            "signed": signed,
            "profile": profile,
            "scan": cv and policies.may_see_scan(request.user, profile) and cv.get_scan_display(),
            "seen": profile and policies.may_see_person(request.user, profile),
            "hidden": HiddenProfile.objects.filter(person=profile).first(),
            "being_erased": not about.is_active and services.is_being_erased(about),
            "closed": ClosedAccount.objects.filter(user=about).first(),
            "has_step": has_second_factor(about),
            "lost_step": step,
            "may_clear": step is not None and policies.may_clear_step(request.user, step),
            "may_hide": profile is not None and policies.may_hide(request.user, profile),
            "may_help": policies.may_help(request.user, about),
            "may_break_glass": policies.may_break_glass(request.user, about),
            "glass": glass,
            "addresses": _addresses(about) if glass else (),
            "sessions": _sessions(about) if glass else (),
        },
    )


@requires(is_custodian, row="P009", hidden=True)
def act(request: SignedInRequest, signed: str, what: str) -> HttpResponse:
    """Hide, close, or say that the second step is lost: with a reason."""
    about = _about(signed)
    if what not in ACTS:
        raise Http404
    said = ACTS[what]
    demand(_may(request.user, about, what))
    form = said.form(request.POST or None)
    if sent(request, form, lambda: _do(request.user, about, what, form.cleaned_data["reason"])):
        messages.success(request, said.done)
        return redirect("profiles:desk_person", signed=signed)
    name = about.name or "this account"
    return render(
        request,
        "profiles/desk_person_act.html",
        {
            "form": form,
            "signed": signed,
            "about": about,
            "act": said,
            "title": said.title.format(name=name),
        },
        status=422 if form.is_bound else 200,
    )


@requires(is_custodian, row="P009", hidden=True)
@require_POST
def at_once(request: SignedInRequest, signed: str, what: str) -> HttpResponse:
    """The way back, which needs no reason; and what a colleague asked for."""
    about = _about(signed)
    if what not in AT_ONCE:
        raise Http404
    try:
        _do(request.user, about, what)
    except ValueError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, AT_ONCE[what])
    return redirect("profiles:desk_person", signed=signed)


@requires(is_custodian, row="P010", hidden=True)
@require_POST
def send_reset(request: SignedInRequest, signed: str) -> HttpResponse:
    """Send the mail that everybody can ask for themselves. The custodian never sees the link."""
    about = _about(signed)
    demand(policies.may_help(request.user, about))
    form = ResetPasswordForm({"email": about.email})
    if about.is_active and form.is_valid():
        form.save(request)
    messages.success(request, "A mail with a link to a new password is on its way to them.")
    return redirect("profiles:desk_person", signed=signed)


def _addresses(about: User) -> QuerySet[EmailAddress]:
    return EmailAddress.objects.filter(user=about).order_by("-primary", "pk")


def _sessions(about: User) -> QuerySet[UserSession]:
    return UserSession.objects.filter(user=about).order_by("-last_seen_at")[:20]


def _about(signed: str) -> User:
    try:
        pk = links.read(links.DESK, signed)
    except links.LinkInvalid:
        raise Http404 from None
    return get_object_or_404(User, pk=pk)


def _profile(about: User) -> Person:
    return get_object_or_404(Person, user=about)


def _may(user: User, about: User, what: str) -> bool:
    if what == "hide":
        return policies.may_hide(user, _profile(about))
    return policies.may_help(user, about)


def _do(user: User, about: User, what: str, reason: str = "") -> Any:
    """One act by its name. Each verb asks its own policy."""
    if what == "hide":
        return services.hide_profile(_profile(about), by=user, reason=reason)
    if what == "show":
        return services.show_profile(_profile(about), by=user)
    if what == "close":
        return services.close_account(about, by=user, reason=reason)
    if what == "reopen":
        return services.reopen_account(about, by=user)
    if what == "lost-step":
        return services.ask_to_clear_step(about, by=user, how_known=reason)
    if what == "clear-step":
        return services.clear_step(about, by=user)
    return services.keep_step(about, by=user)
