"""Reports about profiles, and a superuser's look inside."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.policies import SignedInRequest, demand, is_custodian, public, requires

from .. import links, policies, services
from ..forms.desk import ReasonForm, ReportForm, SettleForm
from ..models import Person, Report, User
from ..services.reports import open_reports
from .sending import sent


@public(
    "Whoever may see a profile may report it; may_see_person decides on the object.", row="P161"
)
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is wrong with a profile."""
    thing = get_object_or_404(Person.objects.select_related("user"), slug=slug)
    demand(policies.may_see_person(request.user, thing), hidden=True)
    demand(not policies.is_own(request.user, thing))
    form = ReportForm(request.POST or None)

    def say() -> None:
        services.report_profile(thing, by=request.user, words=form.cleaned_data["words"])

    if sent(request, form, say):  # type: ignore[arg-type]  # a stranger may send it too
        messages.success(request, "Thank you. A custodian looks at it.")
        return redirect(thing)
    return render(
        request,
        "profiles/report.html",
        {
            "form": form,
            "person": thing,
            "crumbs": [{"title": str(thing), "url": thing.get_absolute_url()}, {"title": "Report"}],
        },
        status=422 if form.is_bound else 200,
    )


@requires(is_custodian, row="P162", hidden=True)
def report_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read a report, and hide the profile or leave it."""
    row = get_object_or_404(Report.objects.select_related("about__user"), pk=pk)
    open_ = open_reports().filter(pk=pk).exists()
    may = policies.may_settle_report(request.user, row)
    form = SettleForm(request.POST or None)

    def settle() -> None:
        services.settle_report(
            row,
            by=request.user,
            hide=form.cleaned_data["decision"] == "hide",
            reason=form.cleaned_data["reason"],
        )

    if open_ and sent(request, form, settle):
        hid = form.cleaned_data["decision"] == "hide"
        messages.success(request, "Hidden, and the person is told." if hid else "Left as it is.")
        return redirect("desk:home")
    return render(
        request,
        "profiles/report_decide.html",
        {
            "report": row,
            "open": open_,
            "may": may,
            "form": form,
            "signed": links.make(links.DESK, row.about.user_id) if row.about.user_id else "",
        },
        status=422 if open_ and form.is_bound else 200,
    )


@requires(policies.is_superuser, row="P167", hidden=True)
def look_inside(request: SignedInRequest, signed: str) -> HttpResponse:
    """Open what is private of one person for half an hour, with a reason they read; or end it."""
    try:
        about = get_object_or_404(User, pk=links.read(links.DESK, signed))
    except links.LinkInvalid:
        raise Http404 from None
    demand(policies.may_break_glass(request.user, about))
    if request.POST.get("action") == "end":
        services.mend_glass(about, by=request.user)
        messages.success(request, "Ended.")
        return redirect("profiles:desk_person", signed=signed)
    form = ReasonForm(request.POST or None)
    if sent(
        request,
        form,
        lambda: services.break_glass(about, by=request.user, reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, "Open for 30 minutes. They are told by mail.")
        return redirect("profiles:desk_person", signed=signed)
    return render(
        request,
        "profiles/look_inside.html",
        {"form": form, "about": about, "signed": signed},
        status=422 if form.is_bound else 200,
    )
