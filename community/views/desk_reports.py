"""Custodians write what came of a consultation, and publish it with its figures."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.forms import ForumForm
from common.policies import SignedInRequest, requires
from profiles.views.sending import sent

from ..forms.consultations import ActForm, ReportForm, ReportRowForm, ThemeForm, themes_of
from ..models import Consultation, ConsultationReport
from ..policies.consultations import may_run_consultations
from ..queries.figures import figures_of
from ..services import consulting, reporting
from .desk_consultations import one, trail


@requires(may_run_consultations, row="P142")
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """The report as it would be published: beginning, rows, figures, and the button."""
    row = one(pk)
    act = request.POST.get("act", "") if request.method == "POST" else None
    forms = _forms(request, row, act)
    if act is not None and _done(request, row, act, forms):
        return redirect(request.path)
    found = ConsultationReport.objects.filter(consultation=row).first()
    bad = next((form for form in forms.values() if form.errors), None)
    context = {
        "consultation": row,
        "report": found,
        "forms": forms,
        "form": bad,
        "rows": row.report_rows.all(),
        "themes": themes_of(row),
        "figures": found.figures if found and found.published_at else figures_of(row),
        "waiting": reporting.texts_waiting(row),
        "crumbs": trail(row, "Report"),
    }
    status = getattr(bad, "status", 422) if bad else 200
    return render(request, "community/desk_report.html", context, status=status)


def _begin(data: Any, row: Consultation) -> ReportForm:
    found = ConsultationReport.objects.filter(consultation=row).first() or ConsultationReport()
    return ReportForm(
        data, initial={"introduction": found.introduction, "final_link": found.final_link}
    )


def _forms(request: SignedInRequest, row: Consultation, act: str | None) -> dict[str, ForumForm]:
    def data(name: str) -> Any:
        return request.POST if act == name else None

    return {
        "write": _begin(data("write"), row),
        "row": ReportRowForm(data("row")),
        "theme": ThemeForm(data("theme")),
        "publish": ActForm(data("publish")),
        "remove": ActForm(request.POST if act and act.startswith(("unrow ", "untheme ")) else None),
    }


def _done(
    request: SignedInRequest, row: Consultation, act: str, forms: dict[str, ForumForm]
) -> bool:
    by = request.user
    verb, _, number = act.partition(" ")
    if number:
        return _removed(request, row, verb, number, forms["remove"])
    form = forms.get(act)
    if form is None or act == "remove":
        raise BadRequest("No button of this page says so.")
    verbs = {
        "write": lambda: reporting.write_report(row, by=by, **form.content),
        "row": lambda: reporting.add_report_row(row, by=by, **form.content),
        "theme": lambda: reporting.add_theme(row, by=by, **form.content),
        "publish": lambda: reporting.publish_report(row, by=by),
    }
    now = None
    if act == "write":
        now = lambda: _begin(None, consulting.locked(row))  # noqa: E731
    if not sent(request, form, verbs[act], now=now):
        return False
    messages.success(request, "Published." if act == "publish" else "Saved.")
    return True


def _removed(
    request: SignedInRequest, row: Consultation, verb: str, number: str, form: ForumForm
) -> bool:
    rows: Any = {"unrow": row.report_rows, "untheme": row.themes}.get(verb)
    if rows is None or not number.isdecimal() or len(number) > 17:
        raise BadRequest("No button of this page says so.")
    found = rows.filter(pk=int(number)).first()
    remove: Any = {"unrow": reporting.remove_report_row, "untheme": reporting.remove_theme}[verb]
    if found is not None and not sent(request, form, lambda: remove(found, by=request.user)):
        return False
    messages.success(request, "Taken out.")
    return True
