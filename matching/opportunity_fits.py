"""What the matcher knows of a person's fits, for the lists of opportunities."""

from collections.abc import Sequence

from opportunities.fitting import Matcher, Reasons, register
from profiles.models import Person

from .models import Match

MOST = 2_000
SHOWN = 2


def _matches(person: Person):
    """Current ones, while the person lets us match them: the lists themselves know what is open."""
    lets_us = Person.objects.matchable().filter(pk=person.pk)
    return Match.objects.filter(person__in=lets_us, is_current=True)


def scores(person: Person) -> dict[int, int]:
    """How good each match is for both sides."""
    rows = _matches(person).order_by("-joint").values_list("opportunity_id", "joint")
    return dict(rows[:MOST])


def reasons(person: Person, keys: Sequence[int]) -> Reasons:
    """What the person gains and what they bring, in the words of the match."""
    found: Reasons = {}
    rows = _matches(person).filter(opportunity__in=list(keys))
    for key, told in rows.values_list("opportunity_id", "reasons"):
        words = told["words"]["supply"]
        found[key] = [*words["yours"][:SHOWN], *words["theirs"][:SHOWN]]
    return found


register(Matcher("matching", scores=scores, reasons=reasons))
