"""Members' updates before a meeting: written, written anew, taken back, reminded of."""

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common.activity import record
from common.delivery import notify
from common.policies import demand
from common.states import IllegalMove
from profiles.choices import Role
from profiles.models import Membership, Organisation, User
from profiles.policies import speaks_for

from ..models import Meeting, MemberUpdate
from ..policies.meetings import may_write_update
from ..queries.turns import TURNS, turns_for

BEFORE = datetime.timedelta(days=3)


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


def remind_of_updates(*, now: datetime.datetime | None = None) -> int:
    """The clock: three days before a deadline, the leads of those whose turn it is hear of it once.

    A deadline that is moved is reminded of anew. Returns how many meetings were looked at.
    """
    now = now or timezone.now()
    due = Meeting.objects.filter(
        updates_by__gt=now,
        updates_by__lte=now + BEFORE,
        announced_at__isnull=False,
        called_off_at__isnull=True,
    ).exclude(updates_reminded_for=F("updates_by"))
    done = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            meeting = due.select_for_update().filter(pk=pk).first()
            if meeting is not None:
                _remind(meeting)
                done += 1
    return done


def _remind(meeting: Meeting) -> None:
    by = meeting.updates_by
    assert by is not None
    meeting.updates_reminded_for = by
    meeting.save(update_fields=["updates_reminded_for"])
    turns = list(turns_for(meeting)[:TURNS])
    leads = Membership.objects.filter(organisation__in=turns, role=Role.LEAD, user__is_active=True)
    for lead in leads.select_related("user", "organisation").order_by("pk"):
        notify(
            "community_update_due",
            to=lead.user,
            key=f"{meeting.pk}:{lead.organisation_id}:{by:%Y%m%d%H%M}",
            meeting=meeting.title,
            day=meeting.on,
            organisation=lead.organisation.name,
            by=by,
            link=f"{meeting.get_absolute_url()}update/?for={lead.organisation.slug}",
        )
    record("community.updates_reminded", by=None, about=meeting, organisations=len(turns))
