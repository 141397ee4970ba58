"""What somebody did, placement by placement, from the agreements that were in force."""

import datetime
from dataclasses import dataclass
from typing import Any

from skills.choices import Level

from .. import agreement_words as words
from ..models import Agreement, PlacementRecord
from ..placement_choices import PlacementState
from .partners import shown_partners


@dataclass(frozen=True)
class Station:
    """One placement on somebody's way, in words and dates."""

    record: PlacementRecord
    title: str
    organisation: str
    starts: datetime.date | None
    ends: datetime.date | None
    state: str
    look: str
    aims: str
    skills: list[tuple[str, str]]

    def as_work(self) -> dict[str, Any]:
        """As an entry of ``work`` in JSON Resume."""
        entry: dict[str, Any] = {
            "name": self.organisation,
            "position": self.title,
            "startDate": self.starts.isoformat() if self.starts else "",
            "endDate": self.ends.isoformat() if self.ends else "",
            "summary": self.aims,
            "highlights": [f"{name}: {level}" for name, level in self.skills],
        }
        return {key: value for key, value in entry.items() if value}


def stations(user: Any, *, limit: int = 100) -> list[Station]:
    """The user's placements that were agreed at least once, the latest first; four queries."""
    rows = list(
        PlacementRecord.objects.of(user)
        .on_pathway()
        .select_related("opportunity__organisation")
        .prefetch_related("agreements", shown_partners("opportunity__"))
        .order_by("-created")[:limit]
    )
    agreed = {row.pk: _in_force(row) for row in rows}
    names = words.skill_names([one for one in agreed.values() if one])
    found = [_station(row, one, names) for row in rows if (one := agreed[row.pk])]
    return sorted(found, key=lambda one: one.starts or datetime.date.min, reverse=True)


def _in_force(row: PlacementRecord) -> Agreement | None:
    agreed = [one for one in row.agreements.all() if one.agreed_at]
    return agreed[-1] if agreed else None


def _station(row: PlacementRecord, agreement: Agreement, names: dict[int, str]) -> Station:
    done = row.state == PlacementState.COMPLETED
    early = row.state == PlacementState.ENDED
    state = "Completed" if done else "Ended early" if early else "Agreed"
    return Station(
        record=row,
        title=row.opportunity.title,
        organisation=row.opportunity.hosts,
        starts=agreement.starts,
        ends=row.over_on if early else agreement.ends,
        state=state,
        look="done" if done else "",
        aims=agreement.aims,
        skills=[
            (names[skill_id], str(Level(level).label))
            for skill_id, level in agreement.skills
            if skill_id in names
        ],
    )
