"""Mails about applications. A host's mail never holds a name: the page shows it to whoever may see it."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from common.delivery import notify, preview
from profiles.models import User

from ..application_choices import WAITS_FOR_HOST, ApplicationState
from ..choices import Lifecycle
from ..models import Application, Correction, Decision, Review
from ..queries import teams
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
    if application.state == ApplicationState.WITHDRAWN and not _called_off(application):
        tell_team(application, "ended", but=application.person.user)
        return
    for user in _others(application, but=application.person.user):
        notify(
            f"opportunities_application_{application.state}",
            to=user,
            key=_key(application),
            **_words(application) | {"link": team_page(application)},
        )


def tell_team(application: Application, kind: str, *, but: User | None, **words: Any) -> None:
    """Tell everybody in the team but one; ``kind`` is the end of a kind's name."""
    known = {"title": application.opportunity.title, "lead": application.person.name}
    for user in _others(application, but=but):
        notify(
            f"opportunities_team_{kind}",
            to=user,
            key=_key(application),
            **{**known, "link": team_page(application), **words},
        )


def team_page(application: Application) -> str:
    """Where a team sees where it stands."""
    return f"{application.get_absolute_url()}team/"


def _others(application: Application, *, but: User | None) -> list[User]:
    users = [person.user for person in teams.people(application) if person.user is not None]
    return [user for user in users if but is None or user.pk != but.pk]


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
        "organisation": opportunity.hosts,
        "reads": opportunity.organisation.name,
        "public_text": application.public_text,
        "answer_by": application.answer_by,
        "offer_until": application.offer_until,
        "blind": application.named_at is None,
        "called_off": _called_off(application),
        "link": application.get_absolute_url(),
    }


def _called_off(application: Application) -> bool:
    """Whether the opportunity is: then nobody in the team has taken anything back."""
    return application.opportunity.state.lifecycle == Lifecycle.CANCELLED


def tell_host(application: Application, kind: str, **words: Any) -> None:
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


def tell_reader(review: Review) -> None:
    """Somebody of the organisation is asked to read it: by its letters, for it may be read blind."""
    application = review.application
    notify(
        "opportunities_reader_asked",
        to=review.reviewer,
        key=f"{review.pk}",
        title=application.opportunity.title,
        label=application.label,
        answer_by=application.answer_by,
        link=f"{application.opportunity.get_absolute_url()}applications/{application.pk}/",
    )


def tell_corrected(application: Application, *, was: str) -> None:
    """A state was put right by hand: applicant, team and host read the same."""
    words = {
        "was": ApplicationState(was).label.lower(),
        "now": application.get_state_display().lower(),
        "waits": application.state in WAITS_FOR_HOST,
    }
    kind = "opportunities_application_corrected"
    applicant = application.person.user
    known = _words(application) | words
    notify(kind, to=applicant, key=_key(application), **known)
    for user in _others(application, but=applicant):
        notify(kind, to=user, key=_key(application), **known | {"link": team_page(application)})
    tell_host(application, "corrected", **words)


def tell_proposer(correction: Correction) -> None:
    """How it went, to the custodian who proposed it."""
    if correction.proposed_by is None:
        return
    notify(
        "opportunities_correction_over",
        to=correction.proposed_by,
        key=f"{correction.pk}:{correction.state}",
        number=correction.application_id,
        outcome=correction.get_state_display(),
        answer=correction.answer,
        link=reverse("opportunities:desk_correction", args=[correction.application_id]),
    )


def _key(application: Application) -> str:
    """A state may come back, an offer for one; each time is a mail of its own."""
    return f"{application.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
