"""Mails about applications. A host's mail never holds a name: the page shows it to whoever may see it."""

import datetime
from typing import Any

from django.utils import timezone

from common.delivery import notify, preview

from ..application_choices import ApplicationState
from ..models import Application, Decision
from .sharing import host_side

SILENT = frozenset({ApplicationState.DRAFT, ApplicationState.READING})


def tell_applicant(application: Application) -> None:
    """Say where the application stands now, what comes next, and by when."""
    if application.state in SILENT:
        return
    notify(
        f"opportunities_application_{application.state}",
        to=application.person.user,
        key=_key(application),
        **_words(application),
    )


def as_it_will_read(
    application: Application, decision: Decision, *, name: str, offer_until: datetime.date
) -> tuple[str, str]:
    """(subject, body) of the mail that sending a decision would write, to a name the host may know."""
    words = _words(application) | {
        "public_text": decision.public_text,
        "offer_until": offer_until,
        "blind": False,
    }
    return preview(f"opportunities_application_{decision.to}", name=name, **words)


def _words(application: Application) -> dict[str, Any]:
    opportunity = application.opportunity
    return {
        "title": opportunity.title,
        "organisation": opportunity.organisation.name,
        "public_text": application.public_text,
        "answer_by": application.answer_by,
        "offer_until": application.offer_until,
        "blind": application.named_at is None,
        "link": application.get_absolute_url(),
    }


def tell_host(application: Application, kind: str, **words: str) -> None:
    """Tell those who answer for the opportunity; ``kind`` is the end of a kind's name."""
    opportunity = application.opportunity
    for user in host_side(opportunity):
        notify(
            f"opportunities_host_{kind}",
            to=user,
            key=_key(application),
            title=opportunity.title,
            label=application.label,
            answer_by=application.answer_by,
            link=f"{opportunity.get_absolute_url()}applications/",
            **words,
        )


def _key(application: Application) -> str:
    """A state may come back, an offer for one; each time is a mail of its own."""
    return f"{application.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
