"""What of profiles waits for a custodian."""

from datetime import datetime

from django.db.models import F, Q, Value
from django.urls import reverse

from common.desk_panels import Panel, register
from common.pages import first_of

from .choices import WhyRescue
from .links import DESK, make
from .models import Organisation
from .services.lost_steps import open_lost_steps
from .services.reports import open_reports
from .services.rescues import open_rescues

SHOWN = 20


def organisations() -> dict:
    """Organisations, or new domains of one, to confirm; then those that are suspended: one query."""
    rows = Organisation.objects.filter(
        Q(state__verified_at__isnull=True)
        | Q(state__suspended_at__isnull=False)
        | ~Q(state__domains_asked=""),
        state__closed_at__isnull=True,
    ).select_related("district", "state")
    order = F("state__suspended_at").asc(nulls_first=True)
    found, count = first_of(rows.order_by(order, "created"), SHOWN)
    return {
        "organisations": [row for row in found if not row.state.suspended_at],
        "suspended": [row for row in found if row.state.suspended_at],
        "count": count,
    }


register(
    Panel(
        name="organisations",
        title="Organisations to confirm",
        template="profiles/desk_organisations.html",
        load=organisations,
        order=30,
        minutes=4,
    )
)


def people() -> dict:
    """Who needs a lead, whom somebody reported, who lost their second step: one query, oldest first."""
    rescues = open_rescues().annotate(what=Value("lead")).order_by()
    reports = open_reports().annotate(what=Value("report")).order_by()
    steps = open_lost_steps().annotate(what=Value("step"), words=Value("")).order_by()
    rows = rescues.values_list(
        "what", "pk", "organisation__name", "why", "opened_at", "organisation__slug"
    ).union(
        reports.values_list("what", "pk", "about__name", "words", "made_at", "about__slug"),
        steps.values_list("what", "pk", "user__name", "words", "asked_at", "words"),
        all=True,
    )
    found, count = first_of(rows.order_by("opened_at"), SHOWN)
    return {"rows": [_row(*row) for row in found], "count": count}


def _row(what: str, pk: int, name: str, words: str, at: datetime, slug: str) -> dict:
    """What one line says, and where it leads."""
    name = name or "Somebody"
    if what == "lead":
        note, act = str(WhyRescue(words).label), "Find a lead"
        return _line(name, note, at, reverse("profiles:rescue", args=[slug]), act)
    if what == "report":
        url = reverse("profiles:report_decide", args=[pk])
        return _line(f"A report about {name}", words, at, url, "Decide")
    url = reverse("profiles:desk_person", args=[make(DESK, pk)])
    return _line(f"{name} lost their second step", "A custodian asks", at, url, "Look")


def _line(title: str, note: str, at: datetime, url: str, act: str) -> dict:
    return {"title": title, "note": note, "at": at, "url": url, "act": act}


register(
    Panel(
        name="people",
        title="People, and who leads",
        template="profiles/desk_people_panel.html",
        load=people,
        order=35,
        minutes=5,
        keeps=False,
    )
)
