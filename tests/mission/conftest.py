"""The pages that come with the site, for tests that open them."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from wagtail.models import Site

from tests.factories.cms import make_site


@pytest.fixture(scope="module")
def laid_pages(django_db_setup: None, django_db_blocker) -> Iterator[Site]:
    """Laying the pages takes a second: each test works in a savepoint above them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_site()
        transaction.set_rollback(True)


@pytest.fixture
def site(laid_pages: Site, db: None) -> Site:
    return Site.objects.get(pk=laid_pages.pk)
