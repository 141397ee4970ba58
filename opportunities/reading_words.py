"""An application in words for its host: by its letters while it is read blind, by name afterwards."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from .application_choices import OVER, WAITS_FOR_HOST, ApplicationState, Question
from .blinding import blind, names_of
from .models import Application, Opportunity, Review
from .policies_of_applications import may_see_findings
from .queries import teams

S = ApplicationState
COLUMNS = (
    *("Applicant", "Team", "State", "Sent", "Answer by", "Choice", "Readers", "Average score"),
    *(label for value, label in Question.choices),
    *("Reason", "Note for the record", "What they were told"),
)


def called(application: Application) -> str:
    """What the host calls the applicant."""
    if application.named_at is not None:
        return application.person.name
    return f"Applicant {application.label}"


def readable(application: Application, text: str) -> str:
    """What the applicant wrote, as far as a blind reader may read it."""
    if application.named_at is not None:
        return text
    names = [name for person in teams.all_known(application) for name in names_of(person)]
    return blind(text, names=[*names, *_asked_at(application)])


def _asked_at(application: Application) -> list[str]:
    """What stands before the @ where somebody was asked by mail."""
    rows = application.members.all()
    return [row.address.partition("@")[0] for row in rows if row.address]


def team(application: Application) -> list[str]:
    """Who applies together, by name where the name may be read; nothing of one who applies alone."""
    members = teams.joined(application)
    if not members:
        return []
    if application.named_at is None:
        return [f"A team of {1 + len(members)}"]
    return [application.person.name, *(row.person.name for row in members if row.person)]


def answers(application: Application) -> list[tuple[str, str]]:
    """(question, answer) in the order in which they were asked."""
    form = getattr(application.opportunity, "application_form", None)
    own = form.own_question if form else ""
    return [
        (
            own if answer.question == Question.OWN and own else answer.get_question_display(),
            readable(application, answer.text),
        )
        for answer in application.answers.all()
        if answer.text.strip()
    ]


def average(reviews: list[Review]) -> float | None:
    """What readers gave on average, of those who read; None before anybody has."""
    given = [value for review in reviews for value in review.scores.values()]
    return round(sum(given) / len(given), 1) if given else None


def reading(application: Application, *, user: Any) -> str:
    """How far the reading has come, in short; without a figure while the reader's own is awaited."""
    reviews = [review for review in application.reviews.all() if not review.conflict]
    done = [review for review in reviews if review.done_at]
    if not reviews:
        return "Nobody has read it yet" if application.state == S.RECEIVED else "No scores"
    words = f"{len(done)} of {len(reviews)} have read it"
    mean = average(done) if may_see_findings(user, application) else None
    return f"{words}, {mean:g} of 4" if mean is not None else words


def due(application: Application) -> tuple[str, str]:
    """(sentence, look) about the day by which an answer is promised, while one is awaited."""
    if application.state == S.OFFERED and application.offer_until:
        return f"Offer open until {_day(application.offer_until)}", ""
    if application.state not in WAITS_FOR_HOST or application.answer_by is None:
        return "", ""
    if application.is_late:
        return f"Answer was due on {_day(application.answer_by)}", "late"
    days = (application.answer_by - timezone.localdate()).days
    return f"Answer by {_day(application.answer_by)}", "late" if days <= 3 else ""


def row_words(application: Application, opportunity: Opportunity, *, user: Any) -> dict[str, Any]:
    """What a row of the inbox shows."""
    decision = getattr(application, "decision", None)
    findings = may_see_findings(user, application)
    written = ""
    if decision is not None and findings:
        written = "is being sent" if decision.sending_since else "written, not sent yet"
        written = f"“{decision.get_to_display()}” {written}"
    elif not findings and application.state not in OVER:
        written = "Waits for your own scores"
    sentence, look = due(application)
    return {
        "pk": application.pk,
        "name": called(application),
        "url": f"{opportunity.get_absolute_url()}applications/{application.pk}/",
        "state": application.get_state_display(),
        "due": sentence,
        "look": look,
        "reading": reading(application, user=user),
        "tier": application.tier if findings else None,
        "team": len(teams.joined(application)) + 1,
        "written": written,
        "may_pick": findings and (decision is None or not decision.sending_since),
    }


def cells(application: Application, *, user: Any) -> list[Any]:
    """One row of the export, as ``user`` may read it."""
    texts = {answer.question: answer.text for answer in application.answers.all()}
    reviews = [review for review in application.reviews.all() if review.done_at]
    findings = may_see_findings(user, application)
    return [
        called(application),
        ", ".join(team(application)),
        application.get_state_display(),
        timezone.localdate(application.sent_at) if application.sent_at else "",
        application.answer_by or "",
        (application.tier or "") if findings else "",
        len(reviews),
        average(reviews) if reviews and findings else "",
        *(readable(application, texts.get(value, "")) for value, _ in Question.choices),
        application.get_decline_reason_display() if application.decline_reason else "",
        application.private_note,
        application.public_text,
    ]


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
