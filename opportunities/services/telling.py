"""Mails about applications. A host's mail never holds a name: the page shows it to whoever may see it."""

from django.utils import timezone

from common.delivery import notify

from ..application_choices import ApplicationState
from ..models import Application
from .sharing import host_side

SILENT = frozenset({ApplicationState.DRAFT, ApplicationState.READING})


def tell_applicant(application: Application) -> None:
    """Say where the application stands now, what comes next, and by when."""
    if application.state in SILENT:
        return
    opportunity = application.opportunity
    notify(
        f"opportunities_application_{application.state}",
        to=application.person.user,
        key=_key(application),
        title=opportunity.title,
        organisation=opportunity.organisation.name,
        public_text=application.public_text,
        answer_by=application.answer_by,
        offer_until=application.offer_until,
        blind=application.named_at is None,
        link=application.get_absolute_url(),
    )


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
