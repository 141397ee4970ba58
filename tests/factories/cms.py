"""Pages for tests: the tree that comes with the site, and pages beside it."""

import factory
import wagtail_factories
from django.utils import timezone
from wagtail.models import Site

from cms.models import HomePage, NewsIndex, NewsPage, StandardPage, StoryIndex, StoryPage
from cms.services import lay_pages


def make_site(base_url: str = "http://testserver") -> Site:
    """The Forum's pages as they come, at the address that the test client asks for."""
    lay_pages(base_url=base_url)
    return Site.objects.get(is_default_site=True)


class StandardPageFactory(wagtail_factories.PageFactory):
    """A live page of prose under the home page. ``live=False`` for a draft."""

    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Page {n}")
    intro = "An opening line."
    parent = factory.LazyFunction(lambda: HomePage.objects.get())


class StoryFactory(wagtail_factories.PageFactory):
    """A live story under the list of stories."""

    class Meta:
        model = StoryPage

    title = factory.Sequence(lambda n: f"Story {n}")
    intro = "What somebody did."
    parent = factory.LazyFunction(lambda: StoryIndex.objects.get())
    first_published_at = factory.LazyFunction(timezone.now)


class NewsFactory(wagtail_factories.PageFactory):
    """A live piece of news under the list of news."""

    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda n: f"News {n}")
    intro = "What happened."
    parent = factory.LazyFunction(lambda: NewsIndex.objects.get())
    first_published_at = factory.LazyFunction(timezone.now)
