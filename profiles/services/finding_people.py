"""A custodian looks somebody up who wrote to the Forum."""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import activity
from common.policies import is_custodian

from ..models import Person, User

MOST_FOUND = 20


@transaction.atomic
def find_people(words: str, *, by: User) -> list[User]:
    """By a whole address whoever has it, which is noted; by a name only those ``by`` may see.

    So a custodian reaches everybody who gave them an address, and leafs through nobody else. Raises
    PermissionDenied unless ``by`` is a custodian.
    """
    if not is_custodian(by):
        raise PermissionDenied("Only custodians look people up.")
    if "@" not in words:
        people = Person.objects.visible_to(by).filter(name__icontains=words, user__isnull=False)
        rows = people.select_related("user").order_by("name", "pk")[:MOST_FOUND]
        return [person.user for person in rows if person.user]
    known = {user.pk: user for user in User.objects.filter(email__iexact=words)}
    rows = EmailAddress.objects.filter(email__iexact=words, verified=True).select_related("user")
    known.update({row.user_id: row.user for row in rows})
    for user in known.values():
        activity.record("profiles.person_looked_up", by=by, about=user)
    return list(known.values())
