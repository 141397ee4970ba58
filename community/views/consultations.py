"""Public pages of consultations: the list, one, its report, and what programs read."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from common import mail_choices, spreadsheets
from common.forms import ForumForm
from common.pages import paginate
from common.policies import SignedInRequest, demand, public, requires, signed_in
from profiles.models import Organisation
from profiles.views.sending import sent

from ..choices.consultations import Became, ConsultationState
from ..drafts import paragraphs
from ..models import Consultation, ConsultationReport
from ..policies.consultations import may_follow, may_run_consultations, may_see_consultation
from ..queries import consultations as reads
from ..services import following

HOME = {"title": "Home", "url": "/"}
LIST = {"title": "Consultations", "url": "/consultations/"}
IN_FEED = 50
FOLLOWED = "You follow it: one mail before it closes, and one when its report is out."
FOLLOWED_OFF = (
    "You have switched off mails about consultations, so nothing comes yet. Change that under "
    "“Mails” in your account."
)
STOPPED = "You do not follow it any more."
NOT_THERE = "We could not find that, or you cannot see it."


def visible(request: HttpRequest, slug: str) -> Consultation:
    """The consultation behind an address, or 404: drafts do not exist for strangers."""
    found = Consultation.objects.filter(slug=slug).first()
    if found is None or not may_see_consultation(request.user, found):
        raise Http404(NOT_THERE)
    return found


@public("Everybody may see what the Forum asks and has asked.", row="P137")
def consultations(request: HttpRequest) -> HttpResponse:
    """Those that are open first, then a page of those that are over."""
    context = {
        "open": Consultation.objects.open().order_by("closes", "pk"),
        "page": paginate(request, Consultation.objects.over().order_by("-closes", "-pk")),
        "runs": may_run_consultations(request.user),
        "crumbs": [HOME, {"title": "Consultations"}],
    }
    return render(request, "community/consultation_list.html", context)


@public("Drafts are hidden by visible(); the rest is for everybody.", row="P137")
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft with its numbered paragraphs, the questions, and what may be read of the answers."""
    row = visible(request, slug)
    by_paragraph, by_step = reads.shown_comments(row)
    user = request.user
    organisations = (
        Organisation.objects.public().spoken_for_by(user).order_by("name")
        if user.is_authenticated and row.is_open
        else []
    )
    context = {
        "consultation": row,
        "paragraphs": [
            (one, by_paragraph.get(one.number or 0, [])) for one in paragraphs(row.body)
        ],
        "steps": [(step, by_step.get(step.pk, [])) for step in reads.steps_of(row)],
        "questions": row.questions.select_related("node__row"),
        "wording_changes": row.wording_changes.all()[:100],
        "organisations": organisations,
        "mine": row.responses.filter(user=user, kind="person").first()
        if user.is_authenticated
        else None,
        "runs": may_run_consultations(user),
        "may_follow": may_follow(user, row),
        "follows": following.is_following(row, user),
        "follow_form": ForumForm(),
        "facts": _facts(row),
        "crumbs": [HOME, LIST, {"title": row.title}],
    }
    return render(request, "community/consultation_detail.html", context)


def _facts(row: Consultation) -> list[dict[str, Any]]:
    return [
        {"term": "Date of the draft", "value": row.drafted_on},
        {"term": "Opens" if row.state == ConsultationState.DRAFT else "Opened", "value": row.opens},
        {"term": "Closes" if row.is_open else "Closed", "value": row.closes},
    ]


@requires(signed_in, row="P137")
def follow(request: SignedInRequest, slug: str) -> HttpResponse:
    """Two buttons on its page: follow it, or stop."""
    row = visible(request, slug)
    stops = request.POST.get("act") == "stop"
    if not stops:
        demand(may_follow(request.user, row))
    act = following.unfollow if stops else following.follow
    form = ForumForm(request.POST if request.method == "POST" else None)
    if sent(request, form, lambda: act(row, by=request.user)):
        messages.success(request, STOPPED if stops else FOLLOWED)
        off = mail_choices.how(request.user, "consultations") == mail_choices.How.OFF
        if off and not stops:
            messages.warning(request, FOLLOWED_OFF)
    return redirect(row)


@public("Published reports are for everybody; reported() hides the others.", row="P137")
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of it: figures, themes, quotes, and what was done."""
    found = reported(request, slug)
    row = found.consultation
    quotes = reads.shown_answers(row)
    numbers = list(row.questions.values_list("pk", flat=True))
    questions = [
        {**question, "quotes": quotes.get(pk, [])}
        for pk, question in zip(numbers, found.figures.get("questions", []), strict=False)
    ]
    rows = list(row.report_rows.all())
    context = {
        "consultation": row,
        "report": found,
        "figures": found.figures,
        "questions": questions,
        "did": [one for one in rows if one.became == Became.DID],
        "changed": [one for one in rows if one.became == Became.CHANGED],
        "crumbs": [HOME, LIST, {"title": row.title, "url": row.get_absolute_url()},
                   {"title": "Report"}],
    }  # fmt: skip
    return render(request, "community/consultation_report.html", context)


def reported(request: HttpRequest, slug: str) -> ConsultationReport:
    """A published report, or 404."""
    row = visible(request, slug)
    found = ConsultationReport.objects.select_related("consultation").filter(
        consultation=row, published_at__isnull=False
    )
    if row.state != ConsultationState.REPORTED or not (report := found.first()):
        raise Http404(NOT_THERE)
    return report


@public("The same figures as on the page of the report.", row="P137")
def report_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The published figures, for programs. A count that is not shown is null."""
    found = reported(request, slug)
    row = found.consultation
    told = {
        "title": row.title,
        "url": settings.PUBLIC_BASE_URL + row.get_absolute_url(),
        "drafted_on": row.drafted_on,
        "opened": row.opens,
        "closed": row.closes,
        "published": found.published_at,
        "licence": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "note": "null stands for a count that is under 5, or that would give one away.",
        **found.figures,
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'inline; filename="{row.slug}.json"'
    return response


@public("The same figures as on the page of the report.", row="P137")
def report_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The published figures, one count on each line. One that is not shown is empty."""
    found = reported(request, slug)
    figures = found.figures
    lines: list[list[Any]] = [["", "Responses", "", figures.get("responses")]]
    lines += [["", "Answered as", one["label"], one["count"]] for one in figures.get("by", [])]
    for question in figures.get("questions", []):
        at = [question["number"], question["text"]]
        if question["answered"] is not None:
            lines.append([*at, "Answered", question["answered"]])
        lines += [[*at, one["label"], one["count"]] for one in question["rows"]]
    lines += [["", "Theme", one["label"], one["count"]] for one in figures.get("themes", [])]
    text = spreadsheets.csv_text(("question", "text", "answer", "count"), lines)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.csv"'
    return response


class ConsultationFeed(Feed):
    """The newest consultations; one comes again when its report is out."""

    feed_type = Atom1Feed
    subtitle = "What the Forum asks, and what came of it."

    def title(self) -> str:
        return f"Consultations: {settings.SITE_NAME}"

    def link(self) -> str:
        return reverse("community:consultations")

    def items(self) -> Any:
        rows = Consultation.objects.public().select_related("report")
        return rows.order_by("-opened_at", "-pk")[:IN_FEED]

    def item_title(self, item: Consultation) -> str:
        return f"{item.get_state_display()}: {item.title}"

    def item_description(self, item: Consultation) -> str:
        return item.summary

    def item_guid(self, item: Consultation) -> str:
        return f"{settings.PUBLIC_BASE_URL}{item.get_absolute_url()}"

    def item_author_name(self, item: Consultation) -> str:
        return settings.SITE_NAME

    def item_pubdate(self, item: Consultation) -> Any:
        return item.opened_at or item.opens

    def item_updateddate(self, item: Consultation) -> Any:
        report = getattr(item, "report", None)
        return (report and report.published_at) or item.closed_at or item.opened_at or item.opens


@public("The same as the list, as a feed.", row="P137")
def feed(request: HttpRequest) -> HttpResponse:
    """Consultations as Atom."""
    return ConsultationFeed()(request)
