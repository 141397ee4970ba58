"""Applications of the demo region: one placement with somebody at every step, and hosts who are late."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from opportunities import services
from opportunities.application_choices import ApplicationState as State
from opportunities.application_questions import asked
from opportunities.models import Application, Opportunity
from opportunities.services import correcting, deciding, reviewing
from opportunities.services.applying import choose_questions
from profiles.models import Person, User

from . import accounts
from .seed import Region

ROLLING = "Make the bus stop audit usable"
OWN_QUESTION = "Which bus stop would you show us first, and why?"


class Letter(NamedTuple):
    """What one applicant wrote, how long ago, and where it stands by now."""

    state: State
    days_ago: int
    why: str
    learn: str
    done: str = ""


LETTERS = [
    Letter(State.RECEIVED, 1, "My gran stopped taking the 42 when they moved the stop. I would like to know how many others did.", "SQL that I can trust without asking a friend.", "I counted bicycles for a college project and put them on a map."),
    Letter(State.RECEIVED, 12, "I have lived on four bus routes and I keep lists. This is the first job I have seen where that is useful.", "How a public dataset is described so that a stranger understands it."),
    Letter(State.READING, 6, "I work nights in a warehouse and want to move into data. You say that you teach SQL, and I would turn up.", "SQL, and how to stand in front of councillors.", "I rebuilt our shift rota in a spreadsheet: 60 people, three sites, no more double bookings."),
    Letter(State.READING, 5, "Accessible stops decide whether my brother can go to college. I would like the audit to be read by people who can change them.", "Metadata, and how you publish.", "A survey of dropped kerbs for our residents’ group, with photos and a table."),
    Letter(State.SHORTLISTED, 9, "I mapped forty stops for a module and found nine that are not where the map says.", "What happens to a finding after it is handed in.", "The module: QGIS, a small database, and a page for the class."),
    Letter(State.INTERVIEW, 14, "I want to see a dataset from the street to the download. Yours is one where both ends are in the same building.", "Publishing open data.", "Two summers in the county archive, cleaning place names."),
    Letter(State.ACCEPTED, 20, "It is paid, it is twelve weeks, and it is about something that I use every day.", "Presenting. I go quiet in meetings, and would like to stop.", "A dashboard for our football club that people do open."),
    Letter(State.PLACED, 24, "I did the audit as a volunteer. I would like to finish what I began.", "SQL to practitioner.", "I walked 31 of the stops myself."),
    Letter(State.RESERVE, 11, "I can do what you ask, and I would learn the rest quickly.", "Mapping with more than one layer.", "Spreadsheets for a charity shop."),
    Letter(State.DECLINED, 17, "I am looking for anything in data that is near enough to walk to.", "Anything.", ""),
    Letter(State.WITHDRAWN, 8, "I like buses.", "SQL.", "A blog about buses."),
]  # fmt: skip
NOOR = {
    "why": "I mapped bus stops for a module, and people asked me for the map. I would like to do it properly.",
    "learn": "Writing a description that somebody who was not there can follow.",
    "done": "Forty stops, from a clipboard to a map that my street still uses.",
    "own": "The one outside the library: the seat faces the wall.",
}
OVERDUE = "Plain words for a housing data standard"
TOO_LATE = "Prevention analyst"
ASKED_FOR_SKILLS = "Forecasting intern"
BEGUN = "Data helper, two days a week"


@transaction.atomic
def build_applications(region: Region) -> None:
    """Somebody at every step of one placement, a CV asked for; hosts who are late; the student's own."""
    noor = Person.objects.get(user__email=accounts.STUDENT)
    others = [
        person
        for person in region.people
        if person.pk != noor.pk and person.visibility in ("matched", "members", "public")
    ]
    rolling = opportunity_called(ROLLING)
    host = region.leads["tamebridge-council"]
    choose_questions(
        rolling,
        by=host,
        questions=["why", "done", "learn", "own"],
        own_question=OWN_QUESTION,
        blind=True,
    )
    choose_questions(
        opportunity_called(BEGUN),
        by=region.leads["sowe-valley-pantry"],
        questions=["why", "learn"],
        wants_cv=True,
    )
    for letter in LETTERS:
        _bring_to(_apply(rolling, others.pop(0), letter), letter.state, host=host)
    _read_by_two(rolling, host=host)
    _noors(noor, rolling, region)
    for title, count, days in ((BEGUN, 2, 3), (OVERDUE, 1, 21), (TOO_LATE, 3, 21)):
        for letter in LETTERS[:count]:
            _apply(opportunity_called(title), others.pop(0), letter._replace(days_ago=days))


def opportunity_called(title: str) -> Opportunity:
    found = Opportunity.objects.select_related("organisation__state", "state")
    return found.get(title=title, is_demo=True)


def _apply(opportunity: Opportunity, person: Person, letter: Letter) -> Application:
    answers = {
        "why": letter.why,
        "learn": letter.learn,
        "done": letter.done or "Nothing yet.",
        "own": "The first one on the list: I have waited there in the rain.",
    }
    return sent_by(opportunity, person, answers, ago(letter.days_ago))


def sent_by(
    opportunity: Opportunity, person: Person, answers: dict[str, str], when: datetime
) -> Application:
    user = user_of(person)
    draft = services.start_application(opportunity, by=user)
    wanted = [question.name for question in asked(opportunity)]
    services.save_answers(draft, {name: answers[name] for name in wanted}, by=user)
    return services.send_application(draft, by=user, received=when)


def _bring_to(row: Application, state: State, *, host: User) -> None:
    """By the verbs of the host and of the applicant, as far as it is shown."""
    if state == State.WITHDRAWN:
        services.withdraw_application(
            row, by=user_of(row.person), reason="I found something nearer."
        )
    elif state in (State.READING, State.SHORTLISTED):
        reviewing.move_on(row, state, by=host)
    elif state == State.INTERVIEW:
        reviewing.move_on(row, State.SHORTLISTED, by=host)
        reviewing.move_on(row, state, by=host)
    elif state in (State.RESERVE, State.DECLINED):
        answered(row, state, host=host, reason="skills")
    elif state in (State.ACCEPTED, State.PLACED):
        reviewing.move_on(row, State.SHORTLISTED, by=host)
        answered(row, State.OFFERED, host=host)
        services.accept_offer(row, by=user_of(row.person))
        if state == State.PLACED:
            reviewing.move_on(row, state, by=host)


def answered(row: Application, to: State, *, host: User, reason: str = "") -> None:
    deciding.write_decision(row, by=host, to=to, reason=reason)
    deciding.send_decisions(row.opportunity, [row.pk], by=host)
    deciding.carry_out(row.pk)


def _read_by_two(rolling: Opportunity, *, host: User) -> None:
    """Two are read without names: the lead has scored one, a colleague is asked to read both."""
    first, second = rolling.applications.filter(state=State.READING).order_by("pk")
    needs = list(rolling.requirements.values_list("pk", flat=True))
    reviewing.score(
        first,
        by=host,
        scores={str(pk): 3 - number % 2 for number, pk in enumerate(needs)},
        note="Turned a rota for sixty people into something that works. No SQL yet, and says so.",
    )
    colleague = rolling.organisation.memberships.exclude(user=host).select_related("user")[0].user
    reviewing.assign(first, reviewer=colleague, by=host)
    reviewing.assign(second, reviewer=colleague, by=host)
    reviewing.score(
        second,
        by=colleague,
        scores=dict.fromkeys(map(str, needs), 2),
        note="Knows what an audit is for.",
    )


def _noors(noor: Person, rolling: Opportunity, region: Region) -> None:
    """An offer to answer, one that was declined kindly, and a draft."""
    offered = sent_by(rolling, noor, NOOR, ago(10))
    host = region.leads["tamebridge-council"]
    reviewing.move_on(offered, State.SHORTLISTED, by=host)
    answered(offered, State.OFFERED, host=host)
    declined = sent_by(opportunity_called(ASKED_FOR_SKILLS), noor, NOOR, ago(15))
    answered(declined, State.DECLINED, host=region.leads["signal-box"], reason="skills")
    correcting.propose(
        declined,
        by=region.second,
        to=State.READING,
        reason="The host wrote that they declined the wrong one, and would like to read on.",
    )
    draft = services.start_application(opportunity_called(BEGUN), by=user_of(noor))
    services.save_answers(draft, {"why": "I live two streets away"}, by=user_of(noor))
    services.save_search(
        by=user_of(noor), name="Maps near me", kind="challenge", query="q=map", alerts="weekly"
    )


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def user_of(person: Person) -> User:
    if person.user is None:
        raise LookupError(person.pk)
    return person.user
