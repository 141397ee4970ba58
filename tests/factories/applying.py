"""Applications for tests, made through the services and moved along from there."""

from typing import Any

from opportunities import services
from opportunities.application_choices import ApplicationState as S
from opportunities.models import Application, ApplicationForm
from opportunities.services.seats import lock
from tests.factories.profiles import PersonFactory

ANSWERS = {"why": "I live round the corner.", "learn": "To draw maps."}
PATHS = {
    S.RECEIVED: [],
    S.READING: [S.READING],
    S.SHORTLISTED: [S.SHORTLISTED],
    S.INTERVIEW: [S.INTERVIEW],
    S.OFFERED: [S.OFFERED],
    S.ACCEPTED: [S.OFFERED, S.ACCEPTED],
    S.PLACED: [S.OFFERED, S.ACCEPTED, S.PLACED],
    S.RESERVE: [S.RESERVE],
    S.DECLINED: [S.DECLINED],
    S.WITHDRAWN: [S.WITHDRAWN],
    S.RELEASED: [S.RELEASED],
}


def asks(opportunity: Any, **fields: Any) -> ApplicationForm:
    """What the poster asks: by default the usual questions, read without names."""
    values = {"questions": ["why", "learn"], **fields}
    return ApplicationForm.objects.update_or_create(opportunity_id=opportunity.pk, defaults=values)[
        0
    ]


def apply(
    opportunity: Any, person: Any = None, *, to: str = S.RECEIVED, **values: Any
) -> Application:
    """An application of somebody, in a state: ``draft``, or one that it was moved to."""
    person = person or PersonFactory(matched=True)
    made = services.start_application(opportunity, by=person.user)
    services.save_answers(made, ANSWERS, by=person.user, shares_cv=values.pop("shares_cv", None))
    if to == S.DRAFT:
        return lock_free(made)
    services.send_application(made, by=person.user)
    for step in PATHS[S(to)]:
        services.advance(lock(made), step, by=None)
    if values:
        Application.objects.filter(pk=made.pk).update(**values)
    return lock_free(made)


def lock_free(application: Application) -> Application:
    """As the database has it now."""
    return Application.objects.for_pages().get(pk=application.pk)
