"""What placement rounds hold about people: lists, seats given by hand, results. Kept apart for length."""

import datetime

from django.db.models import Q, QuerySet

from common.erasing import Leaving, eraser, redact
from common.personal import ACCOUNT, impersonal, part, personal
from common.retention import clock
from profiles.models import Person

from ..choices.rounds import OVER, RoundState
from ..models import (
    Round,
    RoundChoice,
    RoundConflict,
    RoundEntrant,
    RoundGlass,
    RoundPlace,
    RoundResult,
    RoundRun,
    RoundSupervisor,
    RoundSwap,
    RoundTeam,
    RoundTeamMember,
    SeatByHand,
    TakingBack,
)

KEPT = datetime.timedelta(days=183)
CLOCK = "matching.rounds"
CUSTODIANS = "custodians"

personal(
    "matching.Round",
    "Placement rounds that you planned, or look after as steward",
    part(
        "created_by steward",
        why="saying who decided, and who stands in where no custodian may",
        basis="interests",
        kept=ACCOUNT,
        seen=CUSTODIANS,
    ),
    about="created_by steward",
    plain="id state ties goal most_choices blind created changed published_at late_since",
    words={
        "slug": "the address, made of the title",
        "title": "what the round is called",
        "summary": "what the round is for",
        "seed_hash": "a hash",
        "ended_reason": "why a round was called off, as everybody was told",
    },
)
impersonal(
    "matching.RoundSeed",
    "round seed",
    because="The seed of a lottery: random letters.",
)
impersonal(
    "matching.RoundPhase",
    "id round kind position opens_at closes_at opened_at closed_at reminded_at",
    because="Dates of a round, which are public.",
)
impersonal(
    "matching.RoundHost",
    "id round organisation quota key",
    because="An organisation in a round, and how many people it can take.",
)
personal(
    "matching.RoundPlace",
    "Placements that you put into a round",
    part(
        "joined_by",
        why="saying who decided",
        basis="interests",
        kept=ACCOUNT,
        seen=CUSTODIANS,
    ),
    about="joined_by",
    plain="id round opportunity host least joined_at tiers_version is_in",
    words={"key": "letters drawn at random"},
)
personal(
    "matching.RoundEntrant",
    "Rounds that you took part in",
    part(
        "person saved_at left_at",
        why="placing you where you asked to be placed",
        basis="contract",
        kept=CLOCK,
        seen="you; nobody else learns whose list it is",
    ),
    about="person__user",
    plain="id round version",
    words={"key": "letters drawn at random, by which you find yourself in the published instance"},
)
personal(
    "matching.RoundChoice",
    "Your lists in rounds",
    part(
        "entrant place position",
        why="placing you where you asked to be placed",
        basis="contract",
        kept=CLOCK,
        seen="you; everybody in the published instance, without your name",
    ),
    about="entrant__person__user",
    plain="id clearing",
)
personal(
    "matching.SeatByHand",
    "Seats given by hand in rounds",
    part(
        "application reason entered_by entered_at decided_by decided_at decided_why",
        why="a seat for personal circumstances, or a correction, seen by two people",
        basis="interests",
        kept=CLOCK,
        seen="custodians, without a name; the round’s steward",
    ),
    about="application__person__user entered_by decided_by",
    plain="id round kind state",
)
personal(
    "matching.RoundConflict",
    "Conflicts of interest that you looked at in rounds",
    part(
        "applications decided_by decided_at reason",
        why="keeping a host from placing its friends first",
        basis="interests",
        kept=CLOCK,
        seen=CUSTODIANS,
    ),
    about="decided_by",
    plain="id place kind state found_at",
)
personal(
    "matching.RoundRun",
    "Runs of rounds that you asked for, with keys for names",
    part(
        "requested_by",
        why="saying who asked",
        basis="interests",
        kept=ACCOUNT,
        seen=CUSTODIANS,
    ),
    part(
        "facts result advice problems",
        why="showing that the same facts give the same result; nobody is named in them",
        basis="contract",
        kept=CLOCK,
        seen="custodians; of a published run everybody, without names",
    ),
    about="requested_by",
    plain="id round kind state kept ties goal progress expected created started alive_at finished",
    words={
        "name": "what custodians call a scenario",
        "extra_seats": "from keys of placements to numbers",
        "engine_version": "a version",
        "digest": "a digest",
        "result_digest": "a digest",
        "stage": "what a run is doing, from a fixed list",
        "failure": "why a run failed, with keys for names",
    },
)
personal(
    "matching.Publication",
    "Results of rounds that you published",
    part(
        "asked_by",
        why="saying who decided",
        basis="interests",
        kept=ACCOUNT,
        seen=CUSTODIANS,
    ),
    about="asked_by",
    plain="id round run number state asked_at published_at",
    words={
        "refused_because": "why it was not published, with keys for names",
        "counts": "numbers for the report",
    },
)
personal(
    "matching.TakingBack",
    "Results of rounds that you took back, or let stand",
    part(
        "entered_by decided_by",
        why="saying who decided",
        basis="interests",
        kept=ACCOUNT,
        seen=CUSTODIANS,
    ),
    about="entered_by decided_by",
    plain="id round publication state entered_at decided_at done_at",
    words={
        "reason": "why results were taken back, as everybody was told",
        "decided_why": "why results stand",
    },
)
personal(
    "matching.RoundGlass",
    "That you looked into a round as a superuser",
    part(
        "by_id reason at until",
        why="telling custodians, and answering for it",
        basis="interests",
        kept=ACCOUNT,
        seen=CUSTODIANS,
    ),
    rows=lambda user: Q(by_id=user.pk),
    plain="id round",
)
personal(
    "matching.RoundSupervisor",
    "How many people you take in a round as a supervisor",
    part(
        "user quota",
        why="giving no supervisor more people than they can look after",
        basis="interests",
        kept=ACCOUNT,
        seen="the leads of your organisation, custodians; everybody in the published instance, without your name",
    ),
    about="user",
    plain="id host",
    words={"key": "letters drawn at random"},
)
impersonal(
    "matching.RoundTeam",
    "id round key or_alone made_at",
    because="A team of a round; who is in it stands with its members.",
)
personal(
    "matching.RoundTeamMember",
    "Teams that you were asked into in rounds",
    part(
        "entrant asked_at yes_at ended_at",
        why="placing people together who all want that",
        basis="consent",
        kept=CLOCK,
        seen="the others of the team, by number; everybody in the published instance, without your name",
    ),
    about="entrant__person__user",
    plain="id team",
)
personal(
    "matching.RoundResult",
    "Your results in rounds",
    part(
        "entrant application place choice kind choices words ended_at",
        why="giving you a seat, or the reason for none",
        basis="contract",
        kept=CLOCK,
        seen="you; of a seat, whoever answers for the host",
    ),
    about="entrant__person__user",
    plain="id round publication is_current",
)
impersonal(
    "matching.PlaceResult",
    "id publication place seats filled kind words is_current",
    because="Counts for one placement.",
)
personal(
    "matching.RoundSwap",
    "Swaps of seats that you were part of",
    part(
        "first second proposed_by proposed_at second_yes_at first_host_yes_at second_host_yes_at "
        "ended_at",
        why="swapping two seats with everybody’s consent",
        basis="consent",
        kept=CLOCK,
        seen="the two of you, and both hosts",
    ),
    about="first__entrant__person__user second__entrant__person__user",
    plain="id round state",
)


@eraser("matching.rounds", order=11)
def take_out_of_rounds(leaving: Leaving) -> None:
    """Lists go, and whose key it was. What was published names nobody, and stays."""
    people = Person.objects.filter(user=leaving.user)
    entrants = RoundEntrant.objects.filter(person__in=people)
    leaving.remove(RoundChoice.objects.filter(entrant__in=entrants))
    leaving.remove(
        RoundSwap.objects.filter(Q(first__entrant__in=entrants) | Q(second__entrant__in=entrants))
    )
    RoundResult.objects.filter(entrant__in=entrants).update(words="", choices=[])
    leaving.remove(RoundTeamMember.objects.filter(entrant__in=entrants))
    leaving.remove(SeatByHand.objects.filter(application__person__in=people))
    leaving.counts["matching.roundentrant"] += entrants.update(person=None, left_at=None)
    user = leaving.user
    Round.objects.filter(created_by=user).update(created_by=None)
    Round.objects.filter(steward=user).update(steward=None)
    RoundPlace.objects.filter(joined_by=user).update(joined_by=None)
    RoundConflict.objects.filter(decided_by=user).update(decided_by=None)
    RoundRun.objects.filter(requested_by=user).update(requested_by=None)
    TakingBack.objects.filter(entered_by=user).update(entered_by=None)
    TakingBack.objects.filter(decided_by=user).update(decided_by=None)
    redact(TakingBack.objects.all(), "reason decided_why", leaving.words)
    leaving.remove(RoundGlass.objects.filter(by_id=user.pk))
    redact(RoundGlass.objects.all(), "reason", leaving.words)
    leaving.remove(RoundSupervisor.objects.filter(user=user))


def _old_rounds(now: datetime.datetime) -> QuerySet[Round]:
    """Over for half a year: closed by the clock, or called off."""
    over = Round.objects.filter(state__in=sorted(OVER))
    closed = Q(state=RoundState.CLOSED, phases__kind="clear", phases__closed_at__lt=now - KEPT)
    off = Q(state=RoundState.CANCELLED, phases__kind="clear", changed__lt=now - KEPT)
    return over.filter(closed | off).distinct()


def _old_entrants(now: datetime.datetime) -> QuerySet[RoundEntrant]:
    return RoundEntrant.objects.filter(round__in=_old_rounds(now), person__isnull=False)


@clock(
    CLOCK,
    keeps="Who ranked what in a placement round, the reasons of seats given by hand, results",
    until=f"{KEPT.days} days after the round",
    then="kept as counts and without anybody in them",
    due=lambda now: _old_entrants(now).count(),
)
def forget_rounds(now: datetime.datetime) -> int:
    """The published instance stays, as anybody can fetch it: it names nobody."""
    rounds = list(_old_rounds(now).values_list("pk", flat=True))
    RoundChoice.objects.filter(entrant__round__in=rounds).delete()
    RoundSwap.objects.filter(round__in=rounds).delete()
    RoundTeam.objects.filter(round__in=rounds).delete()
    SeatByHand.objects.filter(round__in=rounds).delete()
    RoundConflict.objects.filter(place__round__in=rounds).update(applications=[], reason="")
    RoundResult.objects.filter(round__in=rounds).update(words="", choices=[])
    RoundRun.objects.filter(round__in=rounds, publication=None).delete()
    return RoundEntrant.objects.filter(round__in=rounds, person__isnull=False).update(person=None)
