"""What one address of a list asks for, and what it finds; the page, the file and the feed stand on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.http import QueryDict
from django.utils import timezone

from common.search import clean_query, keys_of
from mission.models import District

from .. import filters, finding, fitting
from ..finding import asking
from ..models import Opportunity


@dataclass
class Listing:
    """What one address asks for. What is found is only ever drawn through the database's own rule."""

    params: QueryDict
    kind: str
    user: Any = None

    @cached_property
    def person(self) -> Any:
        """The reader, where they have a profile."""
        known = self.user is not None and self.user.is_authenticated
        return getattr(self.user, "person", None) if known else None

    @cached_property
    def held(self) -> dict[int, int] | None:
        """The level that the reader has of each skill; None without a profile."""
        if self.person is None:
            return None
        return dict(self.person.held.order_by().values_list("skill_id", "level"))

    @cached_property
    def searched(self) -> tuple[list[int] | None, bool]:
        """What holds the words asked for, best first, and whether that is only a part of it."""
        if not self.text.strip():
            return None, False
        return keys_of(Opportunity, self.text)

    @property
    def partly(self) -> bool:
        """Whether so much holds the words that not all of it was looked through."""
        return self.searched[1]

    @cached_property
    def chosen(self) -> asking.Chosen:
        return asking.read(self.params)

    @cached_property
    def text(self) -> str:
        return self.params.get("q", "")[:200]

    @cached_property
    def ended(self) -> bool:
        return self.params.get("closed") == "yes"

    @cached_property
    def places(self) -> list[District]:
        return list(District.objects.all())

    @cached_property
    def look(self) -> finding.Look:
        return finding.Look(
            finding.current(),
            asking.keys(self.chosen),
            today=timezone.localdate(),
            kind=self.kind,
            ended=self.ended,
            among=self.searched[0],
        )

    @cached_property
    def near(self) -> District | None:
        """Where the reader asks from: the place in the address, else that of their profile."""
        asked = self.params.get("near", "")
        home = self.person.district_id if self.person is not None else None
        named = next((place for place in self.places if place.slug == asked), None)
        return named or next((place for place in self.places if place.pk == home), None)

    @cached_property
    def sort(self) -> str:
        asked = self.params.get("sort", "")
        possible = {"near": bool(self.near), asking.FITS: bool(self.held)}
        if possible.get(asked, asked in dict(filters.SORTS)):
            return asked
        return "best" if clean_query(self.params.get("q", "")) else "new"

    def keys(self) -> np.ndarray:
        """Of all that fit, in the order asked for."""
        if self.sort == asking.FITS:
            scores = fitting.scores(self.person)
            return self.look.ordered(self.sort, scores=scores, held=list(self.held or {}))
        rings = None
        if self.sort == "near" and self.near:
            borders = District.neighbours.through.objects.values_list(
                "from_district", "to_district"
            )
            rings = filters.rings(self.near.pk, borders)
        return self.look.ordered(self.sort, rings=rings)

    def rows(self, keys: Iterable[Any]) -> list[Opportunity]:
        """These, in this order. The database decides anew what may be shown."""
        narrowed = Opportunity.objects.public() if self.ended else Opportunity.objects.findable()
        order = [int(key) for key in keys]
        found = narrowed.for_cards().in_bulk(order)
        return [found[key] for key in order if key in found]
