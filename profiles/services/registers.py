"""The numbers that an organisation says public registers gave it."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import activity

from .. import policies, registers
from ..choices import Register
from ..models import Organisation, RegisterEntry, User


class NumberTaken(ValueError):
    """Another organisation here has this number."""

    def __init__(self, register: str) -> None:
        self.field = register
        super().__init__(
            "Another organisation here has this number. If it is yours, write to the Forum: "
            "a custodian can join the two."
        )


@transaction.atomic
def set_register_numbers(
    organisation: Organisation, *, by: User, numbers: Mapping[str, str]
) -> Organisation:
    """Set numbers: ``{register: number}``; an empty one takes its entry away, others stay.

    A new number waits for a custodian to look it up. Raises PermissionDenied unless ``by`` leads the
    organisation or is a custodian from outside, :class:`profiles.registers.WrongNumber` for a number
    that its register cannot have given, :class:`NumberTaken` when another organisation has it.
    """
    if not policies.may_edit_organisation(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    settled = {Register(name): registers.settle(name, typed) for name, typed in numbers.items()}
    before = dict(organisation.register_entries.values_list("register", "number"))
    changed = [name for name, number in settled.items() if before.get(name, "") != number]
    for name in changed:
        entries = RegisterEntry.objects.filter(organisation=organisation, register=name)
        entries.delete()
        if not settled[name]:
            continue
        try:
            with transaction.atomic():
                RegisterEntry.objects.create(
                    organisation=organisation, register=name, number=settled[name]
                )
        except IntegrityError:
            raise NumberTaken(name) from None
    if changed:
        activity.record(
            "profiles.register_numbers_set",
            by=by,
            about=organisation,
            registers=sorted(map(str, changed)),
        )
    return organisation


@transaction.atomic
def confirm_register_numbers(organisation: Organisation, *, by: User) -> int:
    """Note that a custodian looked the numbers up; returns how many were new.

    Raises PermissionDenied unless ``by`` is a custodian who does not belong to the organisation.
    """
    if not policies.may_verify(by, organisation):
        raise PermissionDenied("A custodian from outside the organisation decides this.")
    found = organisation.register_entries.filter(checked_at__isnull=True)
    count = found.update(checked_at=timezone.now())
    if count:
        activity.record("profiles.register_numbers_confirmed", by=by, about=organisation)
    return count
