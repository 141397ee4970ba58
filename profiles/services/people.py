"""A person's profile: what they can do, what they want to learn, who may see them."""

import secrets
from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from common import activity
from common.slugs import insert_with_slug
from mission.models import District, Theme
from skills.choices import Level

from .. import policies
from ..choices import AgreedTo, HowAgreed
from ..models import AccessNeeds, HeldSkill, Person, Reach, User, WantedSkill
from ..signals import person_changed
from .agreements import agree, note_visibility, take_back

MOST_SKILLS = 25
MANY_TO_MANY = ("themes", "reach")


class TooManySkills(ValueError):
    """More skills than a profile may list."""


@transaction.atomic
def make_person(*, user: User, name: str, stage: str, by: User, **fields) -> Person:
    """Start a profile for ``user``, private until they choose otherwise.

    Raises PermissionDenied when ``by`` is somebody else, ValueError when there is one already.
    """
    if by.pk != user.pk:
        raise PermissionDenied("People make their own profile.")
    many = {field: fields.pop(field) for field in MANY_TO_MANY if field in fields}
    name = " ".join(name.split())
    person = Person(user=user, name=name, stage=stage, **fields)
    _refuse_a_second(user)
    try:
        insert_with_slug(person, _for_address(name))
    except IntegrityError:
        _refuse_a_second(user)  # made at the same moment
        raise
    _set_many(person, many)
    if not user.name:
        User.objects.filter(pk=user.pk).update(name=name)
    activity.record("profiles.person_made", by=by, about=person)
    return person


def _for_address(name: str) -> str:
    """A name with a random end: a number would say that a namesake is here, who may be hidden."""
    return f"{name[:80]} {secrets.token_hex(4)}"


def _refuse_a_second(user: User) -> None:
    if Person.objects.filter(user=user).exists():
        raise ValueError("You have a profile already.")


@transaction.atomic
def update_person(person: Person, *, by: User, **fields) -> Person:
    """Change a profile and tell the matcher. A new name has a new address: the old one is no page.

    Raises PermissionDenied unless it is the person's own.
    """
    _demand_own(person, by)
    many = {field: fields.pop(field) for field in MANY_TO_MANY if field in fields}
    if "name" in fields:
        fields["name"] = " ".join(fields["name"].split())
    renamed = fields.get("name", person.name) != person.name
    for field, value in fields.items():
        setattr(person, field, value)
    person.full_clean(exclude=["slug", "user"])
    # Only what was given: the rest of the row may have been read a while ago.
    columns = [*fields, "changed"]
    if renamed:
        insert_with_slug(
            person,
            _for_address(person.name),
            save=lambda: person.save(update_fields=[*columns, "slug"]),
        )
    else:
        person.save(update_fields=columns)
    _set_many(person, many)
    activity.record("profiles.person_changed", by=by, about=person, fields=sorted([*fields, *many]))
    person_changed.send(Person, person_id=person.pk)
    return person


@transaction.atomic
def set_skills(
    person: Person,
    *,
    by: User,
    held: Mapping[int, int] | None = None,
    wanted: Mapping[int, int] | None = None,
    evidence: Mapping[int, str] | None = None,
) -> Person:
    """Replace what a person holds, wants, or both: ``{skill id: level}``. ``None`` leaves a list alone.

    ``evidence`` is a line for held skills: ``{skill id: line}``; what it does not name is left alone.

    Raises PermissionDenied unless it is the person's own, TooManySkills above 25 in one list,
    ValueError for an unknown level.
    """
    _demand_own(person, by)
    for model, chosen in ((HeldSkill, held), (WantedSkill, wanted)):
        if chosen is None:
            continue
        if len(chosen) > MOST_SKILLS:
            raise TooManySkills(f"Choose {MOST_SKILLS} skills at most. You chose {len(chosen)}.")
        if any(level not in Level.values for level in chosen.values()):
            raise ValueError("A level is awareness, working, practitioner or expert.")
        rows = model._default_manager.filter(person=person)
        rows.exclude(skill_id__in=chosen).delete()
        for skill_id, level in chosen.items():
            rows.update_or_create(person=person, skill_id=skill_id, defaults={"level": level})
    for skill_id, line in (evidence or {}).items():
        HeldSkill.objects.filter(person=person, skill_id=skill_id).update(evidence=line)
    activity.record("profiles.skills_set", by=by, about=person)
    person_changed.send(Person, person_id=person.pk)
    return person


@transaction.atomic
def set_visibility(person: Person, visibility: str, *, by: User) -> Person:
    """Choose who may see a person. Raises PermissionDenied unless it is the person's own."""
    _demand_own(person, by)
    person.visibility = visibility
    person.full_clean(exclude=["slug", "user"])
    person.save(update_fields=["visibility", "changed"])
    note_visibility(by, visibility)
    activity.record("profiles.visibility_set", by=by, about=person, visibility=str(visibility))
    person_changed.send(Person, person_id=person.pk)
    return person


@transaction.atomic
def set_access_needs(person: Person, *, text: str, shared: bool, by: User) -> AccessNeeds:
    """Say what helps one to work well, and whether a host may read it after acceptance.

    Raises PermissionDenied unless it is the person's own.
    """
    _demand_own(person, by)
    needs, _ = AccessNeeds.objects.update_or_create(
        person=person, defaults={"text": text, "shared": shared and bool(text)}
    )
    if needs.shared:
        agree(by, AgreedTo.ACCESS, how=HowAgreed.PROFILE)
    else:
        take_back(by, AgreedTo.ACCESS)
    # The log holds that it was shared or not, and never that there was a need.
    activity.record("profiles.access_needs_set", by=by, about=person, shared=needs.shared)
    return needs


def _demand_own(person: Person, by: User) -> None:
    if not policies.may_edit_person(by, person):
        raise PermissionDenied("Only you can change your profile.")


def _set_many(person: Person, many: Mapping[str, Iterable[District | Theme]]) -> None:
    for field, values in many.items():
        if isinstance(values, Mapping):
            _set_ways(person, values)
        else:
            getattr(person, field).set(values)


def _set_ways(person: Person, ways: Mapping[District, str]) -> None:
    """Where somebody gets to, with how: ``{district: by}``."""
    Reach.objects.filter(person=person).exclude(district__in=list(ways)).delete()
    for district, by in ways.items():
        Reach.objects.update_or_create(person=person, district=district, defaults={"by": by})
