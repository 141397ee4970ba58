"""What a reader sees of a person: only what is opened to them is read at all."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from django.db.models import Prefetch

from .. import cards, policies
from ..choices import Day, ReachBy, Scope, Visibility
from ..models import HeldSkill, Organisation, Person, Reach, WantedSkill

BY = {
    ReachBy.FOOT: "on foot or by bicycle",
    ReachBy.BUS: "by bus or tram",
    ReachBy.TRAIN: "by train",
    ReachBy.CAR: "by car",
}


@dataclass(frozen=True)
class Portrait:
    """One person as one reader sees them."""

    person: Person
    held: list[HeldSkill]
    wanted: list[WantedSkill]
    reach: list[str]
    days: str
    themes: list[str]
    links: list[tuple[str, str]] = field(default_factory=list)
    email: str = ""
    access_needs: str = ""
    used: frozenset[str] = frozenset()

    @cached_property
    def speaks_for(self) -> list[Organisation]:
        """The organisations that anybody may see and that they are a member of; asked when shown."""
        if not self.person.user_id:
            return []
        public = Organisation.objects.public()
        return list(public.filter(memberships__user=self.person.user_id))


def complete():
    """People with all that a portrait shows, in one query for each kind of row."""
    return Person.objects.select_related(
        "district", "user", "affiliation", "access_needs", "kept_text", "hidden"
    ).prefetch_related(
        Prefetch("held", HeldSkill.objects.select_related("skill")),
        Prefetch("wanted", WantedSkill.objects.select_related("skill")),
        Prefetch("ways", Reach.objects.select_related("district")),
        "themes",
    )


def portrait(person: Person, *, user) -> Portrait:
    """What ``user``, whom the policy let in, sees. ``used`` is what a disclosure opened to them."""
    own = policies.is_own(user, person)
    opened = frozenset() if own else policies.open_scopes(user, person)
    by_choice = policies.open_by_choice(person, signed_in=policies.is_signed_in(user))
    made = portrait_with(
        person,
        contact=policies.may_see_contact(user, person),
        access=policies.may_see_access_needs(user, person),
    )
    used = set()
    if opened and not by_choice:
        used.add(Scope.NAME)
    if made.email:
        used.add(Scope.CONTACT)
    if made.access_needs:
        used.add(Scope.ACCESS)
    return Portrait(**{**made.__dict__, "used": frozenset() if own else frozenset(used)})


def portrait_with(person: Person, *, contact: bool, access: bool) -> Portrait:
    """The same with what is opened said outright, for looking at oneself as somebody else."""
    needs = getattr(person, "access_needs", None) if access else None
    return Portrait(
        person=person,
        held=list(person.held.all()),
        wanted=list(person.wanted.all()),
        reach=reach_in_words(person),
        days=days_in_words(person.days),
        themes=[theme.name for theme in person.themes.all()],
        links=[(urlsplit(link).hostname or link, link) for link in person.links],
        email=person.user.email if contact and person.user else "",
        access_needs=needs.text if needs else "",
    )


def reach_in_words(person: Person) -> list[str]:
    """Where they can get to and how: "Coventry and Solihull by train"."""
    places: dict[str, list[str]] = {}
    for way in person.ways.all():
        places.setdefault(way.by, []).append(way.district.name)
    order = [*BY, ""]
    return [
        f"{_joined(names)} {BY.get(ReachBy(by)) if by else ''}".strip()
        for by, names in sorted(places.items(), key=lambda item: order.index(item[0]))
    ]


def days_in_words(days: list[str]) -> str:
    """ "Monday to Friday", "Tuesday and Thursday", or nothing where nothing was said."""
    order = [day for day in Day.values if day in days]
    if not order:
        return ""
    if len(order) == len(Day.values):
        return "Any day"
    labels = [str(Day(day).label) for day in order]
    places = [Day.values.index(day) for day in order]
    if len(order) > 2 and places[-1] - places[0] == len(order) - 1:
        return f"{labels[0]} to {labels[-1]}"
    return _joined(labels)


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def seen_as(person: Person, viewer: str) -> dict[str, object]:
    """What a kind of viewer sees: a page (``seen``), an unnamed card (``card``), or nothing.

    ``matched`` is a host before any yes, ``introduced`` one after both said yes and it was agreed.
    """
    nothing: dict[str, object] = {"seen": None, "card": None}
    if person.visibility == Visibility.PRIVATE:
        return nothing
    if viewer == "introduced":
        needs = getattr(person, "access_needs", None)
        shared = bool(needs and needs.shared)
        return {**nothing, "seen": portrait_with(person, contact=True, access=shared)}
    if policies.open_by_choice(person, signed_in=viewer != "anyone"):
        return {**nothing, "seen": portrait_with(person, contact=False, access=False)}
    if viewer == "matched":
        held = list(person.held.all())
        return {
            **nothing,
            "card": {"title": cards.title_of(person), "facts": cards.facts_of(person)},
            "held": held,
        }
    return nothing


def pictures(person: Person) -> list[dict[str, object]]:
    """What the other side sees under each choice of visibility, with the person's own words."""
    card = {"title": cards.title_of(person), "facts": cards.facts_of(person)}
    named = {"name": person.name, "stage": person.get_stage_display(), "district": person.district}
    return [
        {"value": Visibility.PRIVATE, "nothing": True},
        {"value": Visibility.MATCHED, "card": card},
        {"value": Visibility.MEMBERS, "named": named, "to": "People who are signed in"},
        {"value": Visibility.PUBLIC, "named": named, "to": "Anybody, search engines too"},
    ]
