"""Pages for tests: the tree that comes with the site, and pages beside it."""

import factory
import wagtail_factories
from wagtail.models import Site

from cms.models import HomePage, StandardPage
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
