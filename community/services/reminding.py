"""The one reminder of a consultation: to everybody who has not answered and has not said no to it."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef

from common import outbox
from common.delivery import notify
from profiles.models import User

from ..choices.consultations import Respondent, ResponseState
from ..models import Consultation, Response
from .consulting import REMIND

AT_A_TIME = 200


@transaction.atomic
def remind(consultation_id: int, *, after: int) -> int:
    """Write to the next two hundred, and put down the rest as further work; returns how many."""
    row = Consultation.objects.filter(pk=consultation_id).first()
    if row is None or not row.is_open:
        return 0
    own = Response.objects.filter(consultation=row, kind=Respondent.PERSON, user=OuterRef("pk"))
    address = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, primary=True)
    readers = list(
        User.objects.filter(Exists(address), is_active=True, is_superuser=False, pk__gt=after)
        .exclude(Exists(own.filter(state=ResponseState.SENT)))
        .annotate(has_begun=Exists(own))
        .order_by("pk")[:AT_A_TIME]
    )
    for reader in readers:
        notify(
            "community_consultation_reminder",
            to=reader,
            key=f"{row.pk}",
            title=row.title,
            summary=row.summary,
            begun=reader.has_begun,
            closes=row.closes,
            link=row.get_absolute_url(),
        )
    if len(readers) == AT_A_TIME:
        last = readers[-1].pk
        outbox.put(REMIND, key=f"{row.pk}:{last}", consultation_id=row.pk, after=last)
    return len(readers)
