"""Which phases and states a placement round has, and which moves are allowed."""

from django.db import models


class RoundState(models.TextChoices):
    """Where a round stands. Between *planned* and *closed* it is the name of the open phase."""

    DRAFT = "draft", "Draft"
    PLANNED = "planned", "Planned"
    ANNOUNCE = "announce", "Announced"
    POST = "post", "Placements are posted"
    RANK = "rank", "Applicants rank"
    TIER = "tier", "Hosts put applicants into tiers"
    RUN = "run", "The round is settled"
    CHECK = "check", "Custodians check the result"
    PUBLISH = "publish", "Results and swaps"
    CLEAR = "clear", "Clearing"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Called off"


R = RoundState

PHASES: tuple[str, ...] = (
    R.ANNOUNCE,
    R.POST,
    R.RANK,
    R.TIER,
    R.RUN,
    R.CHECK,
    R.PUBLISH,
    R.CLEAR,
)
"""The dated phases in their order. Each opens when the one before it closes: they cannot overlap."""

PHASE_NAMES = [(str(R(name).value), str(R(name).label)) for name in PHASES]

ROUND_MOVES: dict[str, frozenset[str]] = {
    R.DRAFT: frozenset({R.PLANNED, R.CANCELLED}),
    R.PLANNED: frozenset({R.DRAFT, R.ANNOUNCE, R.CANCELLED}),
    R.ANNOUNCE: frozenset({R.POST, R.CANCELLED}),
    R.POST: frozenset({R.RANK, R.CANCELLED}),
    R.RANK: frozenset({R.TIER, R.CANCELLED}),
    R.TIER: frozenset({R.RUN, R.CANCELLED}),
    R.RUN: frozenset({R.CHECK, R.CANCELLED}),
    R.CHECK: frozenset({R.PUBLISH, R.CANCELLED}),
    R.PUBLISH: frozenset({R.CLEAR, R.CANCELLED}),
    R.CLEAR: frozenset({R.CLOSED}),
    R.CLOSED: frozenset(),
    R.CANCELLED: frozenset(),
}
"""A round whose results are out is never called off: see :func:`~matching.services.rounds.cancel_round`."""

JOINING = frozenset({R.PLANNED, R.ANNOUNCE, R.POST})
"""While placements may join, or leave."""
RANKING = frozenset({R.RANK, R.CLEAR})
"""While applicants may save an ordered list."""
TIERING = frozenset({R.RANK, R.TIER, R.CLEAR})
"""While hosts may put applicants into tiers. During *rank* they may begin early."""
DECIDING = frozenset({R.RUN, R.CHECK, R.PUBLISH})
"""While runs of the whole round are made, before it is published."""
ALIVE = frozenset(set(PHASES) | {R.PLANNED})
OVER = frozenset({R.CLOSED, R.CANCELLED})


class Ties(models.TextChoices):
    LARGEST = "largest", "Place as many as we can"
    LOTTERY = "lottery", "A lottery among equals"


class Goal(models.TextChoices):
    STABLE = "stable", "Nobody would rather swap: stable"
    RANK_MAXIMAL = "rank_maximal", "As many first choices as possible"
    GENEROUS = "generous", "As few last choices as possible"


class RoundRunKind(models.TextChoices):
    MAIN = "main", "The whole round"
    SCENARIO = "scenario", "A scenario: what if"
    ADVICE = "advice", "The one seat that helps most"
    CLEARING = "clearing", "Clearing: free seats, people without one"
    REFILL = "refill", "After a withdrawal"


class RoundRunState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"


ROUND_RUN_MOVES: dict[str, frozenset[str]] = {
    RoundRunState.QUEUED: frozenset({"running", "failed", "stopped"}),
    RoundRunState.RUNNING: frozenset({"done", "failed", "stopped"}),
    RoundRunState.DONE: frozenset(),
    RoundRunState.FAILED: frozenset(),
    RoundRunState.STOPPED: frozenset(),
}
LIVE_RUNS = ("queued", "running")


class ByHandKind(models.TextChoices):
    PERSONAL = "personal", "For personal circumstances, before the run"
    OVERRIDE = "override", "By hand, after a run"


class ByHandState(models.TextChoices):
    ENTERED = "entered", "Waits for a second person"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken_back", "Taken back"


BY_HAND_MOVES: dict[str, frozenset[str]] = {
    ByHandState.ENTERED: frozenset({"confirmed", "refused", "taken_back"}),
    ByHandState.CONFIRMED: frozenset({"taken_back"}),
    ByHandState.REFUSED: frozenset(),
    ByHandState.TAKEN_BACK: frozenset(),
}


class ConflictKind(models.TextChoices):
    ONLY_FRIENDS = "only_friends", "Its top tier holds only people with a tie to it"
    TIE = "tie", "Somebody with a tie to the host stands higher than others"


class ConflictState(models.TextChoices):
    OPEN = "open", "Open: blocks the placement"
    CLEARED = "cleared", "Looked at, and it stands"
    SET_ASIDE = "set_aside", "Set aside: the host counts as neutral"


CONFLICT_MOVES: dict[str, frozenset[str]] = {
    ConflictState.OPEN: frozenset({"cleared", "set_aside"}),
    ConflictState.CLEARED: frozenset({"set_aside"}),
    ConflictState.SET_ASIDE: frozenset({"cleared"}),
}


class PublicationState(models.TextChoices):
    ASKED = "asked", "Being published"
    PUBLISHED = "published", "Published"
    TAKEN_BACK = "taken_back", "Taken back"
    REFUSED = "refused", "Not published"


PUBLICATION_MOVES: dict[str, frozenset[str]] = {
    PublicationState.ASKED: frozenset({"published", "refused"}),
    PublicationState.PUBLISHED: frozenset({"taken_back"}),
    PublicationState.TAKEN_BACK: frozenset(),
    PublicationState.REFUSED: frozenset(),
}


class SwapState(models.TextChoices):
    PROPOSED = "proposed", "Waits for the others' yes"
    DONE = "done", "Swapped"
    DECLINED = "declined", "Declined"
    TAKEN_BACK = "taken_back", "Taken back"
    EXPIRED = "expired", "Not answered in time"


SWAP_MOVES: dict[str, frozenset[str]] = {
    SwapState.PROPOSED: frozenset({"done", "declined", "taken_back", "expired"}),
    SwapState.DONE: frozenset(),
    SwapState.DECLINED: frozenset(),
    SwapState.TAKEN_BACK: frozenset(),
    SwapState.EXPIRED: frozenset(),
}


class SwapParty(models.TextChoices):
    """Whose yes a swap needs; whoever proposed it has said theirs."""

    FIRST = "first", "Who asks for the swap"
    SECOND = "second", "Who would swap with them"
    FIRST_HOST = "first_host", "The host of who asks"
    SECOND_HOST = "second_host", "The host of the other"
