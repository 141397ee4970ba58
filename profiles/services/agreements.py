"""Writing down what somebody agreed to, in which version, and that they took it back."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..choices import AgreedTo, HowAgreed, Visibility
from ..models import Agreement, User
from ..terms import CURRENT, IN_FORCE

SHOWN = (AgreedTo.MATCHED, AgreedTo.MEMBERS, AgreedTo.PUBLIC)


@transaction.atomic
def agree(user: User, to: str, *, how: str) -> Agreement:
    """Note that ``user`` agreed to the words in force now. Agreeing twice is agreeing once."""
    version = IN_FORCE[AgreedTo(to)]
    known = Agreement.objects.filter(user=user, to=to, version=version, ended_at=None)
    row = known.first()
    if row is not None:
        return row
    try:
        with transaction.atomic():
            row = Agreement.objects.create(user=user, to=to, version=version, how=how)
    except IntegrityError:
        return known.get()
    # A newer version takes the place of the older one.
    Agreement.objects.filter(user=user, to=to, ended_at=None).exclude(pk=row.pk).update(
        ended_at=row.agreed_at
    )
    return row


def take_back(user: User, *to: str) -> int:
    """Note that ``user`` agrees to these no longer; returns how many ended."""
    rows = Agreement.objects.filter(user=user, to__in=to, ended_at=None)
    return rows.update(ended_at=timezone.now())


@transaction.atomic
def note_visibility(user: User, visibility: str) -> None:
    """Choosing who may see one is consent; choosing otherwise takes the earlier one back."""
    take_back(user, *(to for to in SHOWN if to != visibility))
    if visibility != Visibility.PRIVATE:
        agree(user, visibility, how=HowAgreed.PROFILE)


def has_agreed(user: User) -> bool:
    """Whether ``user`` agreed to the terms in their newest version."""
    rows = Agreement.objects.filter(user=user, to=AgreedTo.TERMS, version=CURRENT, ended_at=None)
    return rows.exists()
