"""Mails with results: one to each applicant with the reason, one to each host with counts."""

from collections import defaultdict

from common.delivery import notify
from opportunities.services.sharing import users_of_host
from profiles.models import User

from ...models import PlaceResult, Publication, RoundPlace, RoundResult


def tell_results(publication: Publication) -> int:
    """Write them all, in the transaction that publishes."""
    rows = publication.results.filter(is_current=True).select_related(
        "entrant__person__user", "round"
    )
    written = sum(tell_result(row, key=f"{publication.pk}") for row in rows.order_by("pk"))
    places = RoundPlace.objects.filter(place_results__publication=publication)
    return written + tell_hosts(publication, places.distinct())


def tell_result(row: RoundResult, *, key: str, moved: bool = False) -> int:
    """One applicant's, with the reason."""
    person = row.entrant.person
    if person is None or person.user is None:
        return 0
    made = notify(
        "matching_round_result",
        to=person.user,
        key=f"result:{key}:{row.pk}",
        title=row.round.title,
        seat=row.kind == "seat",
        moved=moved,
        words=row.words,
        link=f"{row.round.get_absolute_url()}result/",
    )
    return int(made is not None)


def tell_hosts(publication: Publication, places) -> int:
    """Each who answers for some of these placements: what came of them, without a name."""
    lines: dict[int, list[str]] = defaultdict(list)
    users: dict[int, User] = {}
    current = {
        row.place_id: row for row in PlaceResult.objects.filter(place__in=places, is_current=True)
    }
    for place in places.select_related("opportunity__state").order_by("pk"):
        for user in users_of_host(place.opportunity):
            users[user.pk] = user
            if place.pk in current:
                lines[user.pk].append(current[place.pk].words)
    written = 0
    for pk in sorted(users):
        made = notify(
            "matching_round_host_result",
            to=users[pk],
            key=f"result:{publication.pk}",
            title=publication.round.title,
            lines=lines[pk],
            link=f"{publication.round.get_absolute_url()}result/",
        )
        written += made is not None
    return written
