"""What the keys of a market are called, for words."""

from dataclasses import dataclass

from mission.models import District, Theme
from skills.models import Skill

from .. import engine


@dataclass(frozen=True)
class Names:
    """What the keys of a market are called, for the words of its reasons."""

    skills: dict[int, str]
    themes: dict[str, str]
    districts: dict[str, str]


def read_names(market: engine.Market) -> Names:
    """The names of the skills, themes and districts that occur in a market: three queries."""
    skills = {row.skill for need in market.needs for row in need.requirements}
    for supply in market.supplies:
        skills |= {row.skill for row in (*supply.held, *supply.wanted)}
    return Names(
        skills=dict(Skill.objects.filter(pk__in=skills).values_list("pk", "name")),
        themes={f"theme:{pk}": name for pk, name in Theme.objects.values_list("pk", "name")},
        districts={
            f"district:{pk}": name for pk, name in District.objects.values_list("pk", "name")
        },
    )
