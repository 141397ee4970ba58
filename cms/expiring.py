"""Pages that an editor set to end on a day."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from common.expiring import MOST, Ending, register


def pages(first: datetime.date, last: datetime.date) -> Iterator[Ending]:
    """Live pages that leave the site between two days."""
    begins = timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))
    over = timezone.make_aware(
        datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min)
    )
    rows = Page.objects.live().filter(expire_at__gte=begins, expire_at__lt=over)
    for page in rows.order_by("expire_at", "pk")[:MOST]:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert page.expire_at is not None
        yield Ending(
            kind="page",
            pk=page.pk,
            what="Page",
            title=page.title,
            url=page.get_url() or edit,
            day=timezone.localdate(page.expire_at),
            act="Give it longer",
            act_url=edit,
        )


register("page", pages)
