"""Whether this database is a demonstration: what marks it, and what ends it."""

from django.conf import settings
from django.contrib.auth import get_user_model

from common.models import Sign

GROUP = "Demo region"  # every invented sign-in is in it
SIGN = "demo-region"  # given when the invented region has been built


def is_built() -> bool:
    """Whether the invented region stands in this database, to its end."""
    return Sign.objects.filter(name=SIGN).exists()


def is_all_invented() -> bool:
    """Whether nobody real can be harmed: a demonstration is asked for, built, and joined by no one."""
    real = get_user_model().objects.exclude(groups__name=GROUP)
    return settings.FORUM_DEMO and is_built() and not real.exists()
