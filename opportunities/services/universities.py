"""Which universities want to agree to their students' placements, and who answers for them."""

from django.db import transaction

from common.activity import record
from common.policies import demand
from profiles.models import Organisation, User

from .. import policies_of_placements as policies
from ..models import UniversityContact


@transaction.atomic
def set_contact(
    organisation: Organisation, *, by: User, office: str, address: str
) -> UniversityContact | None:
    """Name the office that is asked from now on; empty, nobody is. Raises PermissionDenied.

    Agreements that were sent already stay as they are.
    """
    demand(policies.may_name_university_contact(by, organisation))
    record("opportunities.university_contact_set", by=by, about=organisation, named=bool(address))
    if not address:
        UniversityContact.objects.filter(pk=organisation.pk).delete()
        return None
    row, _ = UniversityContact.objects.update_or_create(
        organisation=organisation, defaults={"office": office, "address": address}
    )
    return row
