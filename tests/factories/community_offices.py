"""Office-holders for tests."""

import datetime

import factory
from django.utils import timezone

from community.models import OfficeHolder


class OfficeHolderFactory(factory.django.DjangoModelFactory):
    """In office today, and named with their yes. ``named=False`` for somebody who did not say yes."""

    class Meta:
        model = OfficeHolder

    role = factory.Sequence(lambda n: f"Office {n}")
    name = factory.Sequence(lambda n: f"Holder {n}")
    starts = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=30))
    ends = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=300))
    named = True
    said = "At the meeting in July."
