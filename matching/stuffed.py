"""Profiles that claim everything: what their claims count, and which they are. Published as a rule.

More than :data:`MOST_CLAIMS` skills at *expert* without a line of evidence: each such claim counts as
*working* until there is some evidence. Others' claims count as they are.
"""

from collections.abc import Iterable, Sequence

EXPERT, COUNTS_AS = 4, 2
MOST_CLAIMS = 10
RULE = (
    f"Whoever claims more than {MOST_CLAIMS} skills at expert without a line of evidence has each of "
    "those counted at working, until there is some."
)


def is_stuffed(claims: Iterable[tuple[int, int, bool]]) -> bool:
    """Whether claims (skill, level, evidence) are more than anybody can believe."""
    return sum(level == EXPERT and not shown for _, level, shown in claims) > MOST_CLAIMS


def credited(claims: Sequence[tuple[int, int, bool]]) -> list[tuple[int, int]]:
    """What the claims of one person count: (skill, level)."""
    if not is_stuffed(claims):
        return [(skill, level) for skill, level, _ in claims]
    return [
        (skill, COUNTS_AS if level == EXPERT and not shown else level)
        for skill, level, shown in claims
    ]
