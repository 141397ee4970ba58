"""Teams for tests, made through the services: asked, joined, agreed, and moved along from there."""

from typing import Any

from opportunities import services
from opportunities.application_choices import ApplicationState as S
from opportunities.models import Application, TeamMember
from opportunities.services import teams
from opportunities.services.seats import lock
from tests.factories.applying import ANSWERS, PATHS, asks, lock_free
from tests.factories.profiles import PersonFactory


def member(application: Application, person: Any = None, **values: Any) -> TeamMember:
    """Somebody who was asked by profile and said yes."""
    person = person or PersonFactory(matched=True)
    asked = teams.ask(application, by=application.person.user, person=person)
    return teams.join(asked, by=person.user, **values)


def team(
    opportunity: Any, *, size: int = 2, to: str = S.RECEIVED, lead: Any = None, **form: Any
) -> Application:
    """An application of a team, everybody having said yes to the text, in a state."""
    asks(opportunity, **{"takes_teams": True, **form})
    opportunity.refresh_from_db()
    lead = lead or PersonFactory(matched=True)
    made = services.start_application(opportunity, by=lead.user)
    services.save_answers(made, ANSWERS, by=lead.user)
    for _ in range(size - 1):
        member(made)
    if to == S.DRAFT:
        return lock_free(made)
    say_yes(made)
    services.send_application(made, by=lead.user)
    for step in PATHS[S(to)]:
        services.advance(lock(made), step, by=None)
    return lock_free(made)


def say_yes(application: Application) -> None:
    """Everybody in the team says yes to the text as it stands."""
    for row in joined(application):
        teams.agree(application, by=row.person.user, seen=teams.version(lock_free(application)))


def joined(application: Application) -> list[Any]:
    """Those in the team beside whoever leads it."""
    rows = application.members.filter(state="joined").select_related("person__user")
    return list(rows.order_by("pk"))
