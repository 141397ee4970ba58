"""Rings and chains between organisations: found, proposed, answered, started, stopped."""

from .answering import accept_part, decline_part, leave
from .clocks import close_fallen, expire_rings, forget_rings, remind_parties
from .finishing import finish_of, finish_rings
from .links import AlreadyNoted, drop_link, note_link
from .proposing import propose_ring
from .replaying import replay_search, summary
from .searching import WORK, ask_search, fail, search_again, search_quarterly, solve
from .stopping import stop_ring
from .storing import RingSearchUnderWay, find, store

__all__ = [
    "WORK",
    "AlreadyNoted",
    "RingSearchUnderWay",
    "accept_part",
    "ask_search",
    "close_fallen",
    "decline_part",
    "drop_link",
    "expire_rings",
    "fail",
    "find",
    "finish_of",
    "finish_rings",
    "forget_rings",
    "leave",
    "note_link",
    "propose_ring",
    "remind_parties",
    "replay_search",
    "search_again",
    "search_quarterly",
    "solve",
    "stop_ring",
    "store",
    "summary",
]
