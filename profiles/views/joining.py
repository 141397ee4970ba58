"""Coming to speak for an organisation, and ceasing to: invited, asking, leaving, handing over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common import errors
from common.policies import SignedInRequest, demand, requires

from .. import links, policies, services
from ..forms.memberships import AskRescueForm, JoinForm, LeaveForm, RescueForm
from ..models import Invitation, JoinRequest, Organisation
from ..services.invitations import why_over
from ..services.memberships import leads_of
from ..services.rescues import open_rescues
from .sending import sent


@requires(policies.is_signed_in, row="P026", hidden=True)
def invitation(request: SignedInRequest, signed: str) -> HttpResponse:
    """Answer an invitation. For everybody but the one it went to, it is as if there were none."""
    row = _invitation(signed)
    if row is None or not policies.is_addressed_to(request.user, row):
        return errors.page(request, 404, template="profiles/invitation_missing.html")
    over = why_over(row)
    if request.method == "POST" and not over:
        if request.POST.get("answer") == "no":
            services.decline_invitation(row, by=request.user)
            messages.success(request, f"You said no. {row.organisation} is told.")
            return redirect("desk:me")
        if request.POST.get("answer") == "yes":
            services.accept_invitation(row, by=request.user)
            messages.success(request, f"You now speak for {row.organisation}.")
            return redirect(row.organisation)
    return render(
        request,
        "profiles/invitation.html",
        {
            "invitation": row,
            "organisation": row.organisation,
            "over": over,
            "belongs": policies.speaks_for(request.user, row.organisation),
        },
        status=410 if over else 200,
    )


def _invitation(signed: str) -> Invitation | None:
    try:
        pk = links.read(links.INVITATION, signed)
    except links.LinkInvalid:
        return None
    rows = Invitation.objects.select_related("organisation__state", "invited_by")
    return rows.filter(pk=pk).first()


@requires(policies.is_signed_in, row="P027")
def join(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask to speak for an organisation, or take the request back."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    if policies.speaks_for(request.user, thing):
        messages.info(request, f"You speak for {thing} already.")
        return redirect(thing)
    demand(policies.may_ask_to_join(request.user, thing))
    waiting = JoinRequest.objects.filter(
        organisation=thing, user=request.user, state="waiting"
    ).first()
    if waiting and request.POST.get("action") == "withdraw":
        services.withdraw_join(waiting, by=request.user)
        messages.success(request, "You have taken your request back.")
        return redirect(thing)
    form = JoinForm(request.POST or None)
    if sent(
        request,
        form,
        lambda: services.ask_to_join(thing, by=request.user, note=form.cleaned_data["note"]),
    ):
        messages.success(
            request, "Asked. A lead answers within three weeks, and you hear either way."
        )
        return redirect(thing)
    return render(
        request,
        "profiles/join_form.html",
        {"form": form, "organisation": thing, "waiting": waiting},
        status=422 if form.is_bound else 200,
    )


@requires(policies.is_signed_in, row="P032", hidden=True)
def leave(request: SignedInRequest, slug: str) -> HttpResponse:
    """Stop speaking for it; the last lead hands over first, or asks the custodians for help."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.speaks_for(request.user, thing), hidden=True)
    leading = policies.leads(request.user, thing)
    last = leading and not leads_of(thing).exclude(user=request.user).exists()
    colleagues = (
        thing.memberships.filter(user__is_active=True)
        .exclude(user=request.user)
        .select_related("user")
    )
    asks = request.POST.get("action") == "ask"
    form = LeaveForm(None if asks else request.POST or None, colleagues=colleagues, needed=last)
    ask_form = AskRescueForm(request.POST if asks else None, prefix="ask") if last else None
    if asks and ask_form is not None:
        if sent(
            request,
            ask_form,
            lambda: services.ask_for_rescue(
                thing, by=request.user, words=ask_form.cleaned_data["words"]
            ),
        ):
            messages.success(
                request, "The custodians are told. You stay its lead until they find somebody."
            )
            return redirect("profiles:members", slug=slug)
    elif sent(
        request,
        form,
        lambda: services.leave(
            thing, by=request.user, successor=form.cleaned_data.get("successor")
        ),
    ):
        messages.success(request, f"You no longer speak for {thing}.")
        return redirect("desk:me")
    bound = form.is_bound or (ask_form is not None and ask_form.is_bound)
    return render(
        request,
        "profiles/leave.html",
        {
            "form": form,
            "ask_form": ask_form,
            "organisation": thing,
            "last": last,
            "alone": last and not colleagues.exists(),
        },
        status=422 if bound else 200,
    )


@requires(policies.is_signed_in, row="P029", hidden=True)
def rescue(request: SignedInRequest, slug: str) -> HttpResponse:
    """A custodian finds a lead for an organisation that has none."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_rescue(request.user, thing), hidden=True)
    flag = open_rescues().filter(organisation=thing).first()
    members = thing.memberships.filter(user__is_active=True).select_related("user")
    form = RescueForm(request.POST or None, members=members)

    def find() -> None:
        chosen, reason = form.cleaned_data["member"], form.cleaned_data["reason"]
        if chosen:
            services.rescue_with_member(thing, membership=chosen, by=request.user, reason=reason)
        else:
            services.rescue_with_address(
                thing, address=form.cleaned_data["address"], by=request.user, reason=reason
            )

    if flag and sent(request, form, find):
        messages.success(request, "Done. They are told by mail.")
        return redirect("profiles:members", slug=slug)
    return render(
        request,
        "profiles/rescue.html",
        {"form": form, "organisation": thing, "flag": flag},
        status=422 if flag and form.is_bound else 200,
    )
