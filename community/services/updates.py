"""Members' updates before a meeting: written, written anew, taken back."""

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.models import Organisation, User
from profiles.policies import speaks_for

from ..models import Meeting, MemberUpdate
from ..policies.meetings import may_write_update


@transaction.atomic
def write_update(
    meeting: Meeting, organisation: Organisation, *, by: User, text: str
) -> MemberUpdate | None:
    """What an organisation tells the others; an empty text takes it back.

    Raises Http404 unless ``by`` speaks for the organisation and it is verified, IllegalMove after
    the deadline.
    """
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    demand(speaks_for(by, organisation) and organisation.is_verified, hidden=True)
    if not may_write_update(by, row, organisation):
        raise IllegalMove("closed", "written", "The day for updates has passed. Bring it along.")
    if not text:
        gone, _ = MemberUpdate.objects.filter(meeting=row, organisation=organisation).delete()
        if gone:
            record("community.update_taken_back", by=by, about=row, organisation=organisation.pk)
        return None
    update, _ = MemberUpdate.objects.update_or_create(
        meeting=row,
        organisation=organisation,
        defaults={"text": text, "by": by, "at": timezone.now()},
    )
    record("community.update_written", by=by, about=update, meeting=row.pk)
    return update
