"""Stories and news for the newsletter."""

import datetime
from collections.abc import Callable, Iterator

from django.db.models import Model

from common.whats_new import MOST, News, Source, register

from .models import NewsPage, StoryPage
from .queries.written import readable


def first_published(model: type[Model]) -> Callable[..., Iterator[News]]:
    """Pages that went live for the first time between two moments, and that everybody may read."""

    def load(since: datetime.datetime, until: datetime.datetime) -> Iterator[News]:
        pages = readable(model._default_manager.all())  # type: ignore[arg-type]
        found = pages.filter(first_published_at__gte=since, first_published_at__lt=until)
        for page in found[:MOST]:
            yield News(page.title, page.get_url() or "/", page.summary)

    return load


register(Source("stories", "Stories", first_published(StoryPage), order=30))
register(Source("news", "News", first_published(NewsPage), order=40))
