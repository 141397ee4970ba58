"""Two people of the demo region who apply together, and a third who has not answered yet."""

from django.db import transaction

from opportunities import services
from opportunities.models import Application
from opportunities.services import teams
from opportunities.services.applying import choose_questions
from profiles.models import Person

from . import accounts
from .applications import ago, opportunity_called, user_of
from .seed import Region

SENT = "A dashboard that wards open"
BEGUN = "An archive that machines can read"
TOGETHER = {
    "why": "We built one of these for our hospital radio, and nobody opened it. We would like to learn why.",
    "learn": "One of us how to ask a nurse what she needs, the other how to draw it.",
}


@transaction.atomic
def build_team(region: Region) -> None:
    """One team has sent; the student leads another, where one has said yes and one was asked."""
    noor = Person.objects.get(user__email=accounts.STUDENT)
    lead, other, joins, asked = _four(region, noor)
    for title, poster in ((SENT, "canal-towns-health"), (BEGUN, "blythe-libraries")):
        choose_questions(
            opportunity_called(title),
            by=region.leads[poster],
            questions=[*TOGETHER],
            takes_teams=True,
        )
    sent = _begin(lead, other, SENT)
    teams.agree(sent, by=user_of(other), seen=teams.version(sent))
    services.send_application(sent, by=user_of(lead), received=ago(3))
    begun = _begin(noor, joins, BEGUN)
    teams.ask(begun, by=user_of(noor), person=asked)


def _begin(lead: Person, other: Person, title: str) -> Application:
    """A draft with its text, which two are in."""
    draft = services.start_application(opportunity_called(title), by=user_of(lead))
    member = teams.ask(draft, by=user_of(lead), person=other)
    teams.join(member, by=user_of(other))
    return services.save_answers(draft, TOGETHER, by=user_of(lead))


def _four(region: Region, noor: Person) -> list[Person]:
    """People who can be seen, have applied for nothing, and belong to no organisation."""
    free = [
        person
        for person in region.people
        if person.pk != noor.pk
        and person.visibility in ("members", "public")
        and not person.applications.exists()
        and not user_of(person).memberships.exists()
    ]
    return free[:4]
