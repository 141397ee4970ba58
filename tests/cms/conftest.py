"""The Forum's pages, laid once for each test that asks."""

import pytest

from tests.factories.cms import make_site


@pytest.fixture
def site(db):
    return make_site()
