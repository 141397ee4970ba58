"""What must always be true of runs, matches and introductions."""

import itertools
from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils import timezone

from common.invariants import invariant
from opportunities.models import Opportunity
from profiles.models import Disclosure, Person, User

from .. import parties
from ..choices import LIVE_STATES, MET_STATES, OPENED_STATES, RunState, Side, TrialState
from ..choices.rings import RingState
from ..models import (
    Introduction,
    Match,
    MatchRun,
    Ring,
    RingPart,
    RingSearch,
    ThreadMessage,
    WeightSet,
    WeightTrial,
)
from . import rounds as _rounds  # noqa: F401  declares the invariants of rounds

WHOLE = 10_000


@invariant("INV-13a: nobody is introduced without two yes")
def introduced_needs_two_yes() -> Iterator[str]:
    """Neither a state nor an opened contact may come before both answers."""
    rows = Introduction.objects.filter(state__in=[*OPENED_STATES, "fell_through"])
    for row in rows.exclude(need_answer="yes", supply_answer="yes"):
        yield f"Introduction {row.pk} is {row.state} without two yes."
    for row in rows.filter(introduced_at__isnull=True):
        yield f"Introduction {row.pk} is {row.state} but nobody knows since when."
    opened = {f"introduction:{pk}" for pk in rows.values_list("pk", flat=True)}
    causes = Disclosure.objects.filter(cause__startswith="introduction:").values_list(
        "cause", flat=True
    )
    for cause in sorted(set(causes) - opened):
        yield f"Somebody was shown because of {cause}, which was never agreed."


@invariant(
    "INV-13d: a message that was taken back has no words, and nobody brokers beyond their limit"
)
def threads_and_brokers() -> Iterator[str]:
    """Tombstones are empty; nobody sees to more live introductions than they said they can."""
    for row in ThreadMessage.objects.filter(deleted_at__isnull=False).exclude(text=""):
        yield f"Message {row.pk} was taken back, but its words are there."
    carried = Count(
        "introductions_brokered", filter=Q(introductions_brokered__state__in=LIVE_STATES)
    )
    for user in (
        User.objects.filter(broker__isnull=False).annotate(n=carried).select_related("broker")
    ):
        if user.n > user.broker.most:
            yield f"User {user.pk} brokers {user.n} introductions, and at most {user.broker.most}."


@invariant("INV-13b: what an introduction opened is closed when it ends")
def disclosures_end_with_their_cause() -> Iterator[str]:
    """An ended introduction shows nobody to anybody any longer."""
    ended = Introduction.objects.exclude(state__in=LIVE_STATES).values_list("pk", flat=True)
    causes = {f"introduction:{pk}" for pk in ended}
    still = Disclosure.objects.filter(cause__startswith="introduction:").filter(
        Q(until__isnull=True) | Q(until__gt=timezone.now())
    )
    for row in still.order_by("pk"):
        if row.cause in causes:
            yield f"Disclosure {row.pk} is open, but {row.cause} has ended."


@invariant("INV-13c: an introduction opens somebody only to who is on its side today")
def viewers_are_on_the_side() -> Iterator[str]:
    """Whoever left the organisation, or leads it no more, reads nobody's details on."""
    rows = Introduction.objects.filter(state__in=MET_STATES, person__isnull=False)
    for row in rows.select_related("opportunity__state").order_by("pk"):
        opened = Disclosure.objects.filter(
            Q(until__isnull=True) | Q(until__gt=timezone.now()),
            cause=f"introduction:{row.pk}",
            viewer__is_active=True,
        )
        side = [user.pk for user in parties.side(row, Side.NEED)]
        for one in opened.exclude(viewer__in=side).order_by("pk"):
            yield f"Disclosure {one.pk} is open to somebody who is on no side of {one.cause}."


@invariant("INV-12a: one current match for a pair, of what is open and lets itself be matched")
def current_matches_stand() -> Iterator[str]:
    """What closed or hid loses its matches; a pair has one at most."""
    current = Match.objects.filter(is_current=True)
    pairs = current.values("opportunity_id", "person_id", "offer_id").annotate(times=Count("pk"))
    for row in pairs.filter(times__gt=1).order_by("opportunity_id"):
        yield f"A pair of opportunity {row['opportunity_id']} has {row['times']} current matches."
    unfinished = Q(kind__startswith="matching.", done_at__isnull=True)
    from common.models import Work

    if Work.objects.filter(unfinished).exists():
        return  # what is about to be scored may still show what has just closed
    ended = Opportunity.objects.filter(
        Q(state__lifecycle__in=["closed", "cancelled", "filled"]) | Q(live=False)
    )
    for match in current.filter(opportunity__in=ended):
        yield f"Match {match.pk} is current, but opportunity {match.opportunity_id} has ended."
    for match in current.filter(person__in=Person.objects.filter(visibility="private")):
        yield f"Match {match.pk} is current, but the person is private."


@invariant("INV-14: scores are whole numbers in range, and the sums of their parts")
def scores_add_up() -> Iterator[str]:
    """The stored parts add up to the stored scores, and the joint to its named steps."""
    for match in Match.objects.filter(is_current=True).iterator():
        reasons = match.reasons
        fit = sum(part["points"] for part in reasons["parts_need"])
        benefit = sum(part["points"] for part in reasons["parts_supply"])
        joint = reasons["harmonic"] + sum(step["points"] for step in reasons["adjustments"])
        if (fit, benefit, joint) != (match.fit, match.benefit, match.joint):
            yield f"Match {match.pk}: its parts add up to {fit}, {benefit} and {joint}."
        if not (0 < match.fit <= WHOLE and 0 < match.benefit <= WHOLE and match.joint <= WHOLE):
            yield f"Match {match.pk}: a score is out of range."


@invariant("INV-12b: results come from finished runs, under one current set of weights")
def runs_finish() -> Iterator[str]:
    """A run that is done says when, from which facts, and with which answer."""
    done = MatchRun.objects.filter(state=RunState.DONE)
    for run in done.filter(Q(finished__isnull=True) | Q(digest="") | Q(result_digest="")).defer(
        "facts"
    ):
        yield f"Run {run.pk} counts as done, but it does not say when or what."
    for match in Match.objects.filter(is_current=True).exclude(run__state=RunState.DONE):
        yield f"Match {match.pk} is current, but its run is not done."
    if WeightSet.objects.filter(is_current=True).count() != 1:
        yield "There is not exactly one current set of weights."


@invariant("INV-24a: a ring starts with a yes of every party, and each gift is an introduction")
def started_rings_are_agreed() -> Iterator[str]:
    """Nobody is in a ring who did not say yes; nothing of it is left without an introduction."""
    agreed = Ring.objects.filter(started_at__isnull=False)
    for part in RingPart.objects.filter(ring__in=agreed).exclude(answer="yes").order_by("pk"):
        yield f"Ring {part.ring_id} started without a yes of part {part.pk}."
    bare = Ring.objects.filter(state=RingState.STARTED, arcs__introduction__isnull=True)
    for pk in bare.values_list("pk", flat=True).distinct():
        yield f"Ring {pk} has started, but not all of its gifts are introductions."


@invariant("INV-24b: rings are whole, and ask an organisation in one ring at a time")
def rings_are_whole() -> Iterator[str]:
    """A ring comes back to where it began; only a ring that waits holds its organisations."""
    for ring in Ring.objects.filter(state="proposed").prefetch_related("arcs", "parts"):
        arcs = list(ring.arcs.all())
        ends = list(itertools.pairwise(arcs))
        if not ring.is_chain and arcs:
            ends.append((arcs[-1], arcs[0]))
        if any(one.taker_id != other.giver_id for one, other in ends):
            yield f"Ring {ring.pk} waits for answers, but it is broken."
    for part in RingPart.objects.filter(holds=True).exclude(ring__state="proposed"):
        yield f"Part {part.pk} holds its organisation, but ring {part.ring_id} does not wait."
    for part in RingPart.objects.filter(holds=False, ring__state="proposed"):
        yield f"Ring {part.ring_id} waits, but part {part.pk} does not hold its organisation."


@invariant("INV-24c: a search for rings is live, or says when it ended and from which facts")
def ring_searches_finish() -> Iterator[str]:
    """At most one is live; one that is done keeps its digest."""
    for search in RingSearch.objects.filter(state=RunState.DONE, digest="").defer("facts"):
        yield f"Search {search.pk} counts as done, but it does not say from which facts."
    ended = RingSearch.objects.filter(state__in=[RunState.DONE, RunState.FAILED], is_live=True)
    for search in ended.defer("facts"):
        yield f"Search {search.pk} has ended and counts as live."


@invariant("INV-12c: a version of the weights that counted is what was switched to")
def switches_became_versions() -> Iterator[str]:
    """What was compared is what counts: the numbers of a draft and of its version are the same."""
    rows = WeightTrial.objects.filter(state=TrialState.SWITCHED).select_related("becomes")
    for row in rows:
        became = row.becomes.values if row.becomes else {}
        for name, value in row.values.items():
            if name not in ("name", "version") and became.get(name) != value:
                yield f"Draft {row.pk} was switched to with another {name}."
