"""Who was there: entered by a custodian line by line, or filled from what people booked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from common.activity import record
from common.policies import demand
from profiles.models import Organisation, User

from ..choices.notes import Presence
from ..initials import initials_of
from ..models import Attendance, Meeting
from ..models.attendance import INITIALS_LENGTH
from ..policies import notes as policies


@dataclass(frozen=True)
class Row:
    """Somebody to enter. Of a booking: the user, or the name that a guest gave."""

    name: str = ""
    user: User | None = None
    organisation: Organisation | None = None
    organisation_name: str = ""
    state: str = Presence.ATTENDED
    named: bool = False
    initials: str = ""


class AttendanceRefused(ValueError):
    """Why it cannot be done, in words; ``field`` is where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(words)


@transaction.atomic
def fill(meeting: Meeting, rows: Iterable[Row], *, by: User | None) -> list[Attendance]:
    """Enter those who are not there yet, by account or by name and organisation; returns the new ones.

    ``by`` is None where the machine fills from bookings. Whoever was entered already stays as entered.
    """
    if by is not None:
        demand(policies.may_write_notes(by), hidden=True)
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    there = list(meeting.attendance.for_pages())
    users = {one.user_id for one in there if one.user_id}
    names = {_who(one.name, one.body) for one in there}
    bodies = _organisations(rows := list(rows))
    made = []
    for row in rows:
        organisation = row.organisation or bodies.get(row.organisation_name.casefold())
        name = row.name or getattr(row.user, "name", "")
        body = organisation.name if organisation else row.organisation_name
        key = _who(name, body)
        if (row.user is not None and row.user.pk in users) or key in names:
            continue
        if not name and not body:
            continue
        made.append(
            Attendance(
                meeting=meeting,
                user=row.user,
                name=name,
                initials=(row.initials or initials_of(name)).upper()[:INITIALS_LENGTH],
                organisation=organisation,
                organisation_name="" if organisation else row.organisation_name,
                state=row.state,
                named=row.named and bool(name),
            )
        )
        names.add(key)
        if row.user is not None:
            users.add(row.user.pk)
    Attendance.objects.bulk_create(made)
    if made:
        record("community.attendance_entered", by=by, about=meeting, count=len(made))
    return made


@transaction.atomic
def change_attendance(attendance: Attendance, *, by: User, **fields: Any) -> Attendance:
    """Put one row right. Raises AttendanceRefused for an account that is in another row already."""
    demand(policies.may_write_notes(by), hidden=True)
    row = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance.pk)
    user = fields.get("user")
    others = Attendance.objects.filter(meeting=row.meeting_id).exclude(pk=row.pk)
    if user is not None and others.filter(user=user).exists():
        raise AttendanceRefused("This account is on another line already.", "account")
    if fields.get("organisation"):
        fields["organisation_name"] = ""
    for name, value in fields.items():
        setattr(row, name, value)
    if row.named and not row.name:
        raise AttendanceRefused("Who is to be named needs a name.", "name")
    row.save(update_fields=list(fields))
    record("community.attendance_changed", by=by, about=row, fields=sorted(fields))
    return row


@transaction.atomic
def remove_attendance(attendance: Attendance, *, by: User) -> None:
    """Take a row out that was entered by mistake. Raises AttendanceRefused while it owns an action."""
    demand(policies.may_write_notes(by), hidden=True)
    if attendance.actions.exists():
        raise AttendanceRefused("They have an action. Give that to somebody else first.")
    record("community.attendance_removed", by=by, about=attendance)
    attendance.delete()


def _who(name: str, body: str) -> tuple[str, str]:
    return " ".join(name.casefold().split()), " ".join(body.casefold().split())


def _organisations(rows: list[Row]) -> dict[str, Organisation]:
    """Organisations here whose names were typed, by their names in small letters."""
    typed = {row.organisation_name for row in rows if row.organisation_name}
    if not typed:
        return {}
    found = Organisation.objects.annotate(low=Lower("name")).filter(
        Q(name__in=typed) | Q(low__in=[name.lower() for name in typed])
    )
    return {one.name.casefold(): one for one in found.only("pk", "name")}
