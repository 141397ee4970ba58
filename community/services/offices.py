"""Appointing to an office, changing a term, taking an entry out again."""

from typing import Any

from django.db import transaction

from common import activity
from common.policies import demand
from profiles.models import User
from profiles.queries.addresses import user_of_address

from ..models import OfficeHolder
from ..policies.offices import may_keep_offices


class CannotAppoint(ValueError):
    """Why an entry cannot be kept like this, in words. ``field`` is what to mend."""

    def __init__(self, words: str, field: str) -> None:
        self.field = field
        super().__init__(words)


@transaction.atomic
def appoint(*, by: User, address: str = "", **fields: Any) -> OfficeHolder:
    """Say that somebody holds an office. Raises PermissionDenied unless ``by`` is a custodian,
    CannotAppoint in words.
    """
    demand(may_keep_offices(by))
    row = OfficeHolder(**_checked(fields), user=_account(address))
    row.save(force_insert=True)
    activity.record("community.appointed", by=by, about=row, starts=row.starts, ends=row.ends)
    return row


@transaction.atomic
def change_office(row: OfficeHolder, *, by: User, address: str = "", **fields: Any) -> OfficeHolder:
    """Change an entry, such as the end of a term. Raises as :func:`appoint` does."""
    demand(may_keep_offices(by))
    row = OfficeHolder.objects.select_for_update().get(pk=row.pk)
    for name, value in _checked(fields).items():
        setattr(row, name, value)
    row.user = _account(address)
    row.save()
    activity.record("community.office_changed", by=by, about=row, starts=row.starts, ends=row.ends)
    return row


@transaction.atomic
def remove_office(row: OfficeHolder, *, by: User) -> None:
    """Take an entry out, whether it was a mistake or the person asked for it."""
    demand(may_keep_offices(by))
    activity.record("community.office_removed", by=by, about=row)
    row.delete()


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    if fields["ends"] < fields["starts"]:
        raise CannotAppoint("The term ends before it starts.", "ends")
    if fields["named"] and not fields["said"]:
        raise CannotAppoint("Write how they said yes. Without a yes, leave them unnamed.", "said")
    return fields


def _account(address: str) -> User | None:
    if not address:
        return None
    user = user_of_address(address)
    if user is None:
        raise CannotAppoint("No account here has this address, checked.", "address")
    return user
