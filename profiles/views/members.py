"""Who speaks for an organisation: the list, and what leads do about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common.policies import SignedInRequest, demand, requires

from .. import policies, services
from ..forms.memberships import DecisionForm, InviteForm, RoleForm
from ..models import Invitation, JoinRequest, Membership, Organisation
from ..services.join_requests import own_domain
from ..services.memberships import LastLead
from .sending import sent


def _organisation(request: HttpRequest, slug: str, *, managed: bool = True) -> Organisation:
    """The organisation, for those who may see or manage its members; missing for all others."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    ask = policies.may_manage_members if managed else policies.may_see_members
    demand(ask(request.user, thing), hidden=True)
    return thing


@requires(policies.is_signed_in, row="P023", hidden=True)
def members(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody who speaks for it; for its leads also who asks and who is invited."""
    thing = _organisation(request, slug, managed=False)
    manages = policies.may_manage_members(request.user, thing)
    rows = thing.memberships.select_related("user").order_by("since", "pk")
    requests: list[dict] = []
    invitations: list[Invitation] = []
    if manages:
        waiting = JoinRequest.objects.filter(organisation=thing, state="waiting")
        for asked in waiting.select_related("user").prefetch_related("user__emailaddress_set"):
            asked.organisation = thing
            requests.append({"row": asked, "domain": own_domain(asked)})
        invitations = list(thing.invitations.filter(state="waiting"))
    return render(
        request,
        "profiles/member_list.html",
        {
            "organisation": thing,
            "members": rows,
            "manages": manages,
            "belongs": policies.speaks_for(request.user, thing),
            "requests": requests,
            "invitations": invitations,
        },
    )


@requires(policies.is_signed_in, row="P024", hidden=True)
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask somebody by mail to speak for it."""
    thing = _organisation(request, slug)
    form = InviteForm(request.POST or None)
    if sent(
        request,
        form,
        lambda: services.invite(
            thing,
            by=request.user,
            address=form.cleaned_data["address"],
            role=form.cleaned_data["role"],
        ),
    ):
        messages.success(request, f"Sent to {form.cleaned_data['address']}.")
        return redirect("profiles:members", slug=slug)
    return render(
        request,
        "profiles/member_invite.html",
        {"form": form, "organisation": thing},
        status=422 if form.is_bound else 200,
    )


@requires(policies.is_signed_in, row="P025", hidden=True)
@require_POST
def invitation_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    thing = _organisation(request, slug)
    invitation = get_object_or_404(Invitation, pk=pk, organisation=thing)
    services.withdraw_invitation(invitation, by=request.user)
    messages.success(request, f"The invitation to {invitation.address} is no longer good.")
    return redirect("profiles:members", slug=slug)


@requires(policies.is_signed_in, row="P028", hidden=True)
def join_request(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Answer somebody who asks to join."""
    thing = _organisation(request, slug)
    asked = get_object_or_404(JoinRequest.objects.select_related("user"), pk=pk, organisation=thing)
    form = DecisionForm(request.POST or None)

    def decide() -> None:
        if form.cleaned_data["decision"] == "yes":
            services.approve_join(asked, by=request.user, role=form.cleaned_data["role"])
        else:
            services.decline_join(asked, by=request.user)

    if sent(request, form, decide):
        messages.success(request, "Answered. They are told by mail.")
        return redirect("profiles:members", slug=slug)
    return render(
        request,
        "profiles/join_request.html",
        {"form": form, "organisation": thing, "asked": asked, "domain": own_domain(asked)},
        status=422 if form.is_bound else 200,
    )


@requires(policies.is_signed_in, row="P029", hidden=True)
def member(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give a member another role."""
    thing = _organisation(request, slug)
    row = get_object_or_404(
        Membership.objects.select_related("user", "organisation__state"), pk=pk, organisation=thing
    )
    form = RoleForm(request.POST or None, initial={"role": row.role})

    def change() -> None:
        services.change_role(row, form.cleaned_data["role"], by=request.user)

    if sent(request, form, change):
        messages.success(request, "Saved.")
        if not policies.may_see_members(request.user, thing):
            return redirect(thing)
        return redirect("profiles:members", slug=slug)
    return render(
        request,
        "profiles/member_form.html",
        {"form": form, "organisation": thing, "member": row},
        status=422 if form.is_bound else 200,
    )


@requires(policies.is_signed_in, row="P031", hidden=True)
def member_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End somebody's part in it, after asking."""
    thing = _organisation(request, slug)
    row = get_object_or_404(
        Membership.objects.select_related("user", "organisation__state"), pk=pk, organisation=thing
    )
    demand(policies.may_remove_member(request.user, row))
    status, why = 200, ""
    if request.method == "POST":
        try:
            services.remove_member(row, by=request.user)
        except LastLead as error:
            status, why = 409, str(error)
        else:
            messages.success(request, "Ended. They are told by mail.")
            return redirect("profiles:members", slug=slug)
    return render(
        request,
        "profiles/member_remove.html",
        {"organisation": thing, "member": row, "why": why},
        status=status,
    )
