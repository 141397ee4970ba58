"""A person's saved searches, and the link in a mail that stops one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.errors import page
from common.policies import SignedInRequest, demand, public, requires
from profiles.policies import is_signed_in
from profiles.views.sending import sent

from .. import alert_links, policies, services
from ..choices import Alerts, Kind
from ..finding import asking
from ..forms.searches import AlertsForm, SaveSearchForm
from ..models import SavedSearch


@requires(is_signed_in, row="P002", hidden=True)
def searches(request: SignedInRequest) -> HttpResponse:
    """All that I saved."""
    rows = SavedSearch.objects.filter(user=request.user)
    return render(request, "opportunities/saved_searches.html", {"rows": rows})


@requires(is_signed_in, row="P002", hidden=True)
def save(request: SignedInRequest) -> HttpResponse:
    """Name and save what a list shows. The list's own link brings its filters along."""
    params = request.GET.copy()
    kind = params.pop("list", [""])[0]
    kind = kind if kind in Kind.values else ""
    said = asking.in_words(kind, params)
    start = {"name": said[:80], "kind": kind, "query": asking.canonical(params)}
    form = SaveSearchForm(request.POST or None, initial=start)
    if sent(request, form, lambda: services.save_search(by=request.user, **form.content)):
        messages.success(request, "Saved.")
        return redirect("opportunities:searches")
    back = reverse(f"opportunities:{kind}s" if kind else "opportunities:list")
    context = {
        "form": form,
        "submit": "Save this search",
        "page_heading": "Save this search",
        "page_lede": f"What you look for: {said}." if not form.is_bound else "",
        "cancel_url": f"{back}?{start['query']}",
    }
    return render(
        request, "opportunities/search_form.html", context, status=422 if form.is_bound else 200
    )


@requires(is_signed_in, row="P002", hidden=True)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """How often it writes."""
    saved = _mine(request, pk)
    form = AlertsForm(request.POST or None, initial={"alerts": saved.alerts})
    if sent(request, form, lambda: services.set_alerts(saved, by=request.user, **form.content)):
        messages.success(request, f"Noted for “{saved.name}”.")
        return redirect("opportunities:searches")
    context = {
        "form": form,
        "submit": "Save",
        "page_heading": f"Mails about “{saved.name}”",
        "page_lede": f"What you look for: {saved.said}.",
        "cancel_url": reverse("opportunities:searches"),
    }
    return render(
        request, "opportunities/search_form.html", context, status=422 if form.is_bound else 200
    )


@requires(is_signed_in, row="P002", hidden=True)
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget it, after asking."""
    saved = _mine(request, pk)
    if request.method == "POST":
        services.delete_search(saved, by=request.user)
        messages.success(request, f"Deleted: “{saved.name}”.")
        return redirect("opportunities:searches")
    return render(request, "opportunities/search_delete.html", {"saved": saved})


def _mine(request: SignedInRequest, pk: int) -> SavedSearch:
    saved = get_object_or_404(SavedSearch, pk=pk)
    demand(policies.owns_search(request.user, saved), hidden=True)
    return saved


@public("The link is signed and names one search of one reader; it can only stop its mails.")
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """From the mail: one page, one button. Opening it changes nothing."""
    try:
        search_id, user_id = alert_links.read(signed)
    except alert_links.LinkInvalid:
        return page(request, 404)
    saved = SavedSearch.objects.select_related("user").filter(pk=search_id, user=user_id).first()
    if saved is None:
        return page(request, 404)
    if request.method == "POST":
        services.set_alerts(saved, Alerts.OFF, by=saved.user)
        return redirect(request.path)
    return render(
        request,
        "opportunities/search_stop.html",
        {"saved": saved, "stopped": saved.alerts == Alerts.OFF},
    )
