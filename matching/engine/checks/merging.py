"""The judge of a list that was put together from those of parts of a market."""

import hashlib
from collections.abc import Iterable, Sequence


def misplaced(
    need: str,
    listed: Sequence[str],
    entries: Iterable[tuple[int, int, str]],
    *,
    seed: int | str,
    top: int,
) -> str:
    """What is wrong with a need's list, in a sentence; empty when nothing is.

    ``entries`` are (joint score, levels used, supply) of everyone on a list of a part. The list has
    to hold the first ``top`` of them by joint, levels used and the lottery, in order.
    """
    places = {}
    for joint, used, supply in entries:
        if supply in places:
            return f"{supply} was found twice for {need}."
        text = f"{seed}|{need}|{supply}".encode()
        ticket = int.from_bytes(hashlib.sha256(text).digest()[:8], "big")
        places[supply] = (joint, used, -ticket)
    if any(supply not in places for supply in listed) or len(set(listed)) < len(listed):
        return f"The list of {need} holds somebody whom no part has, or somebody twice."
    if len(listed) != min(top, len(places)):
        return f"The list of {need} has {len(listed)} of {len(places)}, cut at {top}."
    along = [places[supply] for supply in listed]
    if along != sorted(along, reverse=True):
        return f"The list of {need} is not in order."
    left_out = max((place for s, place in places.items() if s not in set(listed)), default=None)
    if left_out is not None and left_out > along[-1]:
        return f"The list of {need} leaves out somebody better than its last."
    return ""
