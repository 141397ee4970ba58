"""What custodians do with organisations: take in a table of them, make one of two."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.idempotency import KeyReused, once, valid_key
from common.policies import SignedInRequest, demand, is_custodian, requires

from .. import policies, services
from ..forms.tables import MergeForm, TableForm
from ..models import Organisation
from ..services.importing import WRONG, import_organisations, look_over
from ..services.joining_up import SameOrganisation, what_would_move

SHOWN = 200


@requires(is_custodian, row="P019")
def organisations_import(request: SignedInRequest) -> HttpResponse:
    """Choose a file; look at what would happen; take it in."""
    bound = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if bound else TableForm()
    lines = []
    if bound and form.is_valid():
        lines = look_over(form.rows)
        stopped = any(line.fate == WRONG for line in lines)
        if request.POST.get("action") == "take" and not stopped:
            try:
                with once(form.key, actor=request.user, body=request.POST) as attempt:
                    if not attempt.repeated:
                        made = import_organisations(
                            form.rows,
                            by=request.user,
                            with_lookalikes=form.cleaned_data.get("with_lookalikes", False),
                        )
                        attempt.answer = str(len(made))
            except ValueError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{attempt.answer} added. They wait to be confirmed.")
                return redirect("desk:home")
    fates = [line.fate for line in lines]
    return render(
        request,
        "profiles/organisations_import.html",
        {
            "form": form,
            "lines": lines[:SHOWN],
            "more": max(len(lines) - SHOWN, 0),
            "counts": {fate: fates.count(fate) for fate in ("new", "here", "like", "wrong")},
            "text": form.cleaned_data.get("text", "") if lines else "",
            "usual_kind": form.cleaned_data.get("usual_kind", "") if lines else "",
            "crumbs": [{"title": "The desk", "url": "/desk/"}, {"title": "Take in organisations"}],
        },
        status=422 if bound and form.errors else 200,
    )


@requires(policies.is_signed_in, row="P019")
def organisation_merge(request: SignedInRequest, slug: str) -> HttpResponse:
    """Name the one that goes, look at what would move, then join the two."""
    kept = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, kept), hidden=True)
    demand(policies.may_verify(request.user, kept))
    form = MergeForm(request.POST or None, initial={"other": request.GET.get("other", "")[:200]})
    if request.POST.get("action") == "join" and _joined(request, kept, form):
        messages.success(request, f"The two are now one: {kept.name}.")
        return redirect(kept)
    gone = _other(request, kept, form)
    return render(
        request,
        "profiles/organisation_merge.html",
        {
            "form": form,
            "organisation": kept,
            "gone": gone,
            "moves": what_would_move(gone) if gone else [],
            "crumbs": [{"title": kept.name, "url": kept.get_absolute_url()}, {"title": "Join"}],
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _joined(request: SignedInRequest, kept: Organisation, form: MergeForm) -> bool:
    """Whether the two are one, now or since the form was sent before: then the other is not found."""
    key = request.POST.get("idempotency_key", "")
    try:
        with once(
            key if valid_key(key) else "",
            actor=request.user,
            body={"other": request.POST.get("other", ""), "at": request.path},
        ) as attempt:
            if attempt.repeated:
                return True
            gone = _other(request, kept, form)
            if gone is None:
                raise SameOrganisation
            services.merge_organisations(kept, gone, by=request.user)
    except (SameOrganisation, KeyReused) as error:
        if not form.errors:
            form.add_error("other", str(error))
        return False
    return True


def _other(request: SignedInRequest, kept: Organisation, form: MergeForm) -> Organisation | None:
    """The one that is to go, or None with the reason in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    gone = form.cleaned_data["other"]
    if gone.pk == kept.pk:
        form.add_error("other", "Choose another organisation: this is the same one.")
    elif not policies.may_verify(request.user, gone):
        form.add_error("other", "You belong to that one, so another custodian has to do this.")
    else:
        return gone
    return None
