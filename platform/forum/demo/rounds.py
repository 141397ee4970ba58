"""Two placement rounds of the demo region: one in which people rank, one that was published last year."""

import datetime

from django.db import transaction
from django.utils import timezone

from common.states import IllegalMove
from matching.choices.rounds import PHASES
from matching.engine.rounds import Applicant, Organisation, Rules, round_to_json, settle
from matching.engine.rounds import Placement as Seats
from matching.engine.rounds import Round as Instance
from matching.models import Publication, Round, RoundPhase, RoundPlace, RoundRun
from matching.services import rounds
from matching.services.rounds.planning import seal
from opportunities.models import Placement
from profiles.models import Person

from . import accounts
from .applications import ago, sent_by, user_of
from .seed import Region

DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY
NOW, LAST = "Spring placements", "Placements of last spring"
APPLICANTS = 6
SAID = {
    "why": "It is near, it is paid, and somebody waits for the answer.",
    "learn": "How what I find is used by people who were not there.",
    "done": "A table of bus stops, and a map that the parish prints.",
    "own": "The one by the library.",
}


@transaction.atomic
def build_rounds(region: Region) -> None:
    """Noor can rank in the one; the other shows its report and the file to check it with."""
    placed = _joined(region)
    _apply(region, placed)
    _stand_at(placed[0].round, "rank", begins=timezone.now() - 2 * WEEK - 3 * DAY)
    _published_last_year(region)


def _create(region: Region, title: str, summary: str) -> Round:
    starts = timezone.now()
    closes = {kind: starts + WEEK * number for number, kind in enumerate(PHASES, start=1)}
    made = rounds.create_round(
        by=region.custodian, title=title, summary=summary, starts=starts, closes=closes
    )
    return rounds.open_round(made, by=region.custodian)


def _joined(region: Region) -> list[RoundPlace]:
    """Three open placements that nobody has applied to yet."""
    round_ = _create(
        region,
        NOW,
        "For students, returners and analysts who look for a placement between Easter and the summer.",
    )
    quiet = Placement.objects.open().filter(is_demo=True, applications__isnull=True)
    joined: list[RoundPlace] = []
    for placement in quiet.select_related("organisation", "state").order_by("title"):
        try:
            with transaction.atomic():
                joined.append(rounds.join_round(placement, round_=round_, by=region.second))
        except (rounds.Refused, IllegalMove):
            continue
        if len(joined) == 3:
            break
    return joined


def _apply(region: Region, placed: list[RoundPlace]) -> None:
    """Noor and some others apply to all of them."""
    noor = Person.objects.get(user__email=accounts.STUDENT)
    others = [
        person
        for person in region.people
        if person.pk != noor.pk
        and person.visibility in ("members", "public")
        and not person.applications.exists()
        and not user_of(person).memberships.exists()
    ][: APPLICANTS - 1]
    for person in (noor, *others):
        for place in placed:
            sent_by(place.opportunity, person, SAID, ago(4))


def _stand_at(round_: Round, state: str, *, begins: datetime.datetime) -> None:
    """As if the round had begun then: its dates are moved, and phases before this one have closed."""
    reached = PHASES.index(state) if state in PHASES else len(PHASES)
    for place, phase in enumerate(round_.phases.order_by("position")):
        opens = begins + WEEK * place
        RoundPhase.objects.filter(pk=phase.pk).update(
            opens_at=opens,
            closes_at=opens + WEEK,
            opened_at=opens if place <= reached else None,
            closed_at=opens + WEEK if place < reached else None,
            reminded_at=opens if place <= reached else None,
        )
    Round.objects.filter(pk=round_.pk).update(state=state)


def _published_last_year(region: Region) -> None:
    """Twenty people whom nobody knows any more, and six placements: settled by the engine."""
    begins = timezone.now() - 52 * WEEK
    made = _create(region, LAST, "Six placements for twenty people, filled at once.")
    seal(made)
    published = begins + 6 * WEEK
    keys = [f"P-{number}" for number in range(1, 7)]
    chance = region.chance
    people = [
        Applicant(
            key=f"A-{number:02}",
            choices=tuple((key,) for key in chance.sample(keys, chance.randint(2, 5))),
        )
        for number in range(1, 21)
    ]
    names = [row.key for row in people]
    instance = Instance(
        applicants=tuple(people),
        placements=tuple(
            Seats(
                key=key,
                organisation=f"H-{number % 3}",
                seats=2 + number % 2,
                tiers=_tiers(chance.sample(names, len(names))),
            )
            for number, key in enumerate(keys)
        ),
        organisations=tuple(Organisation(key=f"H-{number}") for number in range(3)),
    )
    rules = Rules(seed=made.sealed_seed.seed, ties=made.ties, goal=made.goal)
    document = round_to_json(instance, rules=rules, settlement=settle(instance, rules=rules))
    run = RoundRun.objects.create(
        round=made,
        kind="main",
        state="done",
        ties=made.ties,
        goal=made.goal,
        requested_by=region.custodian,
        result=document.pop("result"),
        facts=document,
        engine_version=str(document["engine"]),
        digest=document["digest"],
        created=published,
        finished=published,
    )
    Publication.objects.create(
        round=made,
        run=run,
        number=1,
        state="published",
        asked_by=region.custodian,
        asked_at=published,
        published_at=published,
    )
    _stand_at(made, "closed", begins=begins)
    Round.objects.filter(pk=made.pk).update(created=begins, published_at=published)


def _tiers(names: list[str]) -> tuple[tuple[str, ...], ...]:
    """The first four, the next six, everybody else."""
    return tuple(tuple(sorted(part)) for part in (names[:4], names[4:10], names[10:]))
