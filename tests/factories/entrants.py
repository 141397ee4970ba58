"""Many applicants of a round at once: rows in bulk, because nobody in a test types five hundred lists."""

import random
from collections.abc import Mapping, Sequence

from matching.models import Round, RoundChoice, RoundEntrant, RoundPlace
from opportunities.models import Application
from profiles.models import Person, User


def crowd(
    round_: Round,
    lists: Mapping[str, Sequence[RoundPlace]],
    *,
    tiers: Mapping[tuple[str, int], int | None],
    keys: str = "A-{:06}",
) -> dict[str, RoundEntrant]:
    """People by a name of the test's own: each applied to what is on their list, and saved it so.

    ``tiers`` holds, for (name, key of a place), the tier that its host chose.
    """
    names = list(lists)
    users = User.objects.bulk_create(
        User(email=f"crowd-{n}@students.example", name=f"Crowd {n}") for n in range(len(names))
    )
    people = Person.objects.bulk_create(
        Person(user=user, name=user.name, slug=f"crowd-{n}") for n, user in enumerate(users)
    )
    entrants = RoundEntrant.objects.bulk_create(
        RoundEntrant(
            round=round_, person=one, key=keys.format(n), version=1, saved_at=round_.changed
        )
        for n, one in enumerate(people)
    )
    applications, choices = [], []
    for name, entrant, person in zip(names, entrants, people, strict=True):
        for position, one in enumerate(lists[name], start=1):
            choices.append(RoundChoice(entrant=entrant, place=one, position=position))
            applications.append(
                Application(
                    opportunity_id=one.opportunity_id,
                    person=person,
                    state="received",
                    label=f"L{len(applications):05}",
                    tier=tiers.get((name, one.pk)),
                    sent_at=round_.created,
                )
            )
    Application.objects.bulk_create(applications, batch_size=500)
    RoundChoice.objects.bulk_create(choices, batch_size=500)
    return dict(zip(names, entrants, strict=True))


def drawn(
    places: Sequence[RoundPlace], *, many: int, seed: int, most: int = 5
) -> tuple[dict[str, list[RoundPlace]], dict[tuple[str, int], int | None]]:
    """Lists and tiers by lot, the same ones for one seed."""
    draw = random.Random(seed)
    lists = {str(n): draw.sample(places, min(most, len(places))) for n in range(many)}
    tiers = {
        (name, one.pk): draw.choice([1, 2, 3, None])
        for name, wanted in lists.items()
        for one in wanted
    }
    return lists, tiers
