"""Whether somebody has a second step at sign-in, and how long a new custodian may do without."""

import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from ..models import CustodianSince, User

GRACE = datetime.timedelta(days=3)
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are no second step: they are for the day when it is lost."""


def has_second_factor(user: User) -> bool:
    """Whether an app or a key is set up."""
    return Authenticator.objects.filter(user=user, type__in=STEPS).exists()


def is_exempt(user: User) -> bool:
    """An invented custodian of the demonstration, who signs in with the printed password."""
    group = settings.SECOND_FACTOR_EXEMPT_GROUP
    return bool(group) and user.groups.filter(name=group).exists()


def days_left(user: User) -> int:
    """How many days, begun ones counted, until the second step is required. None known is none left."""
    since = CustodianSince.objects.filter(user=user).values_list("since", flat=True).first()
    if since is None:
        return 0
    left = since + GRACE - timezone.now()
    return max(0, -(-left // datetime.timedelta(days=1)))
