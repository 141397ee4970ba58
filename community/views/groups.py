"""Task groups and representatives: the public page, and where custodians keep them."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.forms import ForumForm
from common.policies import SignedInRequest, public, requires

from ..forms.groups import DelegationForm, GroupForm, MemberForm, NewDelegationForm, NewGroupForm
from ..models import Delegation, MeetingSeries, SeriesMember, TaskGroup
from ..policies.groups import may_keep_groups
from ..services import groups as services
from .found_rows import desk_crumbs, done, found, status_of

SHOWN = 50


@public("Who speaks for the Forum is public; names stand there by consent.", row="P131")
@require_safe
def representatives(request: HttpRequest) -> HttpResponse:
    """Who represents the Forum where, until when, what they reported; and which task groups there are."""
    today = timezone.localdate()
    now = Q(ended_at=None, until__gte=today)
    rows = Delegation.objects.select_related("organisation")
    groups = TaskGroup.objects.filter(series__ended_on=None).select_related("series")
    context = {
        "current": rows.filter(now, since__lte=today)[:SHOWN],
        "past": rows.exclude(now).exclude(report="").order_by("-until", "-pk")[:SHOWN],
        "groups": groups.prefetch_related("series__members__organisation")[:SHOWN],
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": "Meetings", "url": "/meetings/"},
            {"title": "Representatives and task groups"},
        ],
    }
    return render(request, "community/representatives.html", context)


@requires(may_keep_groups, row="P132", hidden=True)
def desk(request: SignedInRequest) -> HttpResponse:
    """Every series with its members, and every delegation that is not over."""
    series = MeetingSeries.objects.select_related("task_group").prefetch_related(
        "members__organisation"
    )
    rows = Delegation.objects.select_related("organisation")
    context = {
        "series": series,
        "rows": rows.filter(ended_at=None),
        "over": rows.exclude(ended_at=None).order_by("-until", "-pk")[:SHOWN],
        "today": timezone.localdate(),
        "crumbs": desk_crumbs(("Groups and representatives", "")),
    }
    return render(request, "community/desk_groups.html", context)


@requires(may_keep_groups, row="P132", hidden=True)
def group_new(request: SignedInRequest) -> HttpResponse:
    """A task group begins."""
    form = NewGroupForm(request.POST or None)
    if done(request, form, lambda: services.start_group(by=request.user, **form.content)):
        messages.success(request, "The group is there. Add its members.")
        return redirect("community:desk_groups")
    return _form_page(request, form, "A task group")


@requires(may_keep_groups, row="P132", hidden=True)
def group(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a task group is for, and when it ends."""
    rows = TaskGroup.objects.select_related("series")
    row = found(rows, pk)
    form = GroupForm(request.POST or None, row=row)
    held = rows.select_for_update(of=("self",))
    if done(
        request,
        form,
        lambda: services.change_group(row, by=request.user, **form.content),
        now=lambda: GroupForm(row=held.get(pk=row.pk)),
    ):
        messages.success(request, "Saved.")
        return redirect("community:desk_groups")
    return _form_page(request, form, row.series.title)


@requires(may_keep_groups, row="P132", hidden=True)
def member_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody joins a series, as its chair or as a member."""
    series = found(MeetingSeries.objects.all(), pk)
    form = MemberForm(request.POST or None)
    if done(request, form, lambda: services.add_member(series, by=request.user, **form.values())):
        messages.success(request, "Added.")
        return redirect("community:desk_groups")
    return _form_page(request, form, f"A member of {series.title}")


@requires(may_keep_groups, row="P132", hidden=True)
def member_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody leaves a series; asked before it is done."""
    row = found(SeriesMember.objects.select_related("series", "organisation"), pk)
    form = ForumForm(request.POST if request.method == "POST" else None)
    if done(request, form, lambda: services.remove_member(row, by=request.user)):
        messages.success(request, "Taken off.")
        return redirect("community:desk_groups")
    title = f"Take {row.desk_name} off {row.series.title}"
    return _form_page(request, form, title, submit="Take them off")


@requires(may_keep_groups, row="P132", hidden=True)
def delegation_new(request: SignedInRequest) -> HttpResponse:
    """Somebody is sent."""
    form = NewDelegationForm(request.POST or None)
    if done(request, form, lambda: services.delegate(by=request.user, **form.values())):
        messages.success(request, "Written down. It stands on the page of our representatives.")
        return redirect("community:desk_groups")
    return _form_page(request, form, "A representative")


@requires(may_keep_groups, row="P132", hidden=True)
def delegation(request: SignedInRequest, pk: int) -> HttpResponse:
    """A delegation changed, reported on, or ended."""
    rows = Delegation.objects.select_related("organisation", "user")
    row = found(rows, pk)
    form = DelegationForm(request.POST or None, row=row)
    held = rows.select_for_update(of=("self",))
    if done(
        request,
        form,
        lambda: services.change_delegation(row, by=request.user, **form.values()),
        now=lambda: DelegationForm(row=held.get(pk=row.pk)),
    ):
        messages.success(request, "Saved.")
        return redirect("community:desk_groups")
    return _form_page(request, form, f"At {row.where}")


def _form_page(
    request: SignedInRequest, form: Any, title: str, *, submit: str = "Save"
) -> HttpResponse:
    back = reverse("community:desk_groups")
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "crumbs": desk_crumbs(("Groups and representatives", back), (title, "")),
    }
    return render(request, "community/desk_group_form.html", context, status=status_of(form))
