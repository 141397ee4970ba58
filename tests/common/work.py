"""Work for the tests of the outbox: put down, put off, made due."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import outbox
from common.models import Work

KIND = "tests.effect"


def put(**ids: Any) -> Work:
    with transaction.atomic():
        return outbox.put(KIND, **ids)


def later(seconds: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(seconds=seconds)


def make_due() -> None:
    Work.objects.unfinished().update(due_at=later(-1))
