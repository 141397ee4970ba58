"""Rows about a person's profile: who sees it, finds it, changes it."""

from profiles import policies, services
from profiles.models import Person

from .matrix import ALLOWED, Row, asked, page, request, verb

ABOUT = {"name": "A Name", "stage": "student"}


def _person_path(town, role: str) -> str:
    named = {"student", "expert", "member", "lead"}
    person = town.persons[role] if role in named else town.private
    return f"/people/{person.slug}/"


def _contact(town, user, role, which):
    """Whether the address is in the page of the person."""
    person = town.disclosed if which == "own" else town.seen_by_all
    outcome, text = asked(town, role, f"/people/{person.slug}/")
    return outcome == ALLOWED and person.user.email in text


def _people_listed(town, role: str, which: str) -> str:
    """Allowed means: exactly those whom this reader may see."""
    outcome, text = asked(town, role, "/people/")
    shown = {person for person in _watched(town) if person.name in text}
    wanted = {town.seen_by_all}
    if role != "anonymous":
        wanted.add(town.seen_by_members)
    if role in ("student", "expert", "member", "lead"):
        wanted.add(town.disclosed)
    return outcome if shown == wanted else f"lists {sorted(person.name for person in shown)}"


def _watched(town) -> tuple[Person, ...]:
    return (town.seen_by_all, town.seen_by_members, town.matched, town.private, town.disclosed)


def _edit_another(town, user, role, which):
    if role == "anonymous":
        return policies.may_edit_person(user, town.seen_by_all)
    return services.update_person(Person.objects.get(pk=town.seen_by_all.pk), by=user, name="X")


PROFILES: dict[str, Row] = {
    "P033": page("/people/seen-by-all/"),
    "P034": page("/people/seen-by-members/"),
    "P035": request(
        lambda town, role: "/people/disclosed/", lambda town, role: "/people/only-matched/"
    ),
    "P036": request(_person_path, lambda town, role: "/people/private-person/"),
    "P037": verb(_contact),
    "P038": request(lambda town, role: "/me/profile/about/", data=ABOUT),
    "P039": verb(_edit_another, "foreign"),
    "P043": Row(_people_listed, twins=("own",)),
    "P044": page("/me/cv/"),
    "P045": request(
        lambda town, role: f"/people/{town.persons.get(role, town.student_person).slug}/cv/",
        lambda town, role: "/people/seen-by-all/cv/",
    ),
    "P161": page("/people/seen-by-all/report/"),
}
