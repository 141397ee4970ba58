"""The Forum's pages, laid once for the modules of tests that ask for ``site`` or ``laid_pages``."""

from collections.abc import Iterator

import pytest
from wagtail.models import Site

from tests.support.standing import Standing


def _lay() -> Site:
    from tests.factories.cms import make_site

    return make_site()


LAID = Standing(_lay, fixture="laid_pages")


@pytest.fixture(scope="module")
def laid_pages(django_db_setup: None, django_db_blocker) -> Site:
    """Laying the pages takes half a second: each test works in a savepoint above them."""
    return LAID.stand(django_db_blocker)


@pytest.fixture
def site(laid_pages: Site, db: None) -> Site:
    return Site.objects.get(pk=laid_pages.pk)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After the last test that stands on them, the pages are gone."""
    try:
        yield
    finally:
        LAID.leave_between(item, nextitem)
