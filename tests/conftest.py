"""The databases, services and browser that tests ask for by name.

Nothing here knows the domain: factories lie in ``tests/factories``, steps in the tests.
"""

import gc
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.browser import (  # noqa: F401  (fixtures are found by name)
    browser,
    new_page,
    page,
    page_without_javascript,
    phone_page,
)
from tests.support.laid import (  # noqa: F401
    laid_pages,
    pytest_runtest_teardown,
    site,
)
from tests.support.services import (
    AnyServer,
    PostgresServer,
    RedisServer,
    Unavailable,
    outside_postgres,
    outside_redis,
    skip_or_fail,
    started,
)

# A slow machine is no failure; where CI is set, Hypothesis chooses a profile without a deadline itself.
if not os.environ.get("CI"):
    settings.register_profile("forum", deadline=None)
    settings.load_profile("forum")


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of garbage need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_test_environment: None,
    django_db_blocker,
) -> Iterator[None]:
    """A copy of the migrated template for this process, put back after transactional tests."""
    from django.test import TransactionTestCase

    from tests.support.databases import session_copy

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    copy = session_copy(worker, tmp_path_factory.mktemp("database"))
    with django_db_blocker.unblock():
        copy.take()
    stock = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: copy.restore()
    yield
    TransactionTestCase._fixture_teardown = stock
    with django_db_blocker.unblock():
        copy.drop()


@pytest.fixture(scope="session", autouse=True)
def _own_media(
    tmp_path_factory: pytest.TempPathFactory, django_test_environment: None
) -> Iterator[None]:
    """Uploads of tests never land among those of the site in this folder."""
    from django.test import override_settings

    with override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        yield


@pytest.fixture(scope="session", autouse=True)
def _indexes_can_wait(django_test_environment: None) -> None:
    from tests.support import indexes

    indexes.install()


@pytest.fixture(scope="module", autouse=True)
def _indexes_of_module(request: pytest.FixtureRequest, _indexes_can_wait: None) -> Iterator[None]:
    """Records are indexed when an index is read (``tests/support/indexes.py`` says where not)."""
    from tests.support import indexes

    marked = any(map(request.node.get_closest_marker, ("indexed", "services", "processes")))
    with indexes.putting_off(not marked and request.path.parent.name not in indexes.EAGER_FOLDERS):
        yield


@pytest.fixture(autouse=True)
def _indexes_of_test(_indexes_of_module: None) -> Iterator[None]:
    from tests.support import indexes

    with indexes.rolled_back():
        yield


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """What a test cached (limits, Wagtail's site roots) is not the next one's."""
    from django.core.cache import cache

    cache.clear()


def _service(make: Callable[[], AnyServer]) -> AnyServer:
    """A running server of our own, or skip (fail where CI is set) with the reason."""
    try:
        return started(make)
    except Unavailable as reason:
        skip_or_fail(str(reason))
        raise AssertionError from None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of our own, which a test may kill() and start() again."""
    server = _service(PostgresServer)
    yield server
    server.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis of our own, which a test may kill() and start() again."""
    server = _service(RedisServer)
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> str:
    """The address of a PostgreSQL server where databases may be made."""
    return outside_postgres() or request.getfixturevalue("postgres_server").url


@pytest.fixture(scope="session")
def redis_url(request: pytest.FixtureRequest) -> str:
    """The address of a Redis database that is ours alone."""
    return outside_redis() or request.getfixturevalue("redis_server").url


@pytest.fixture
def run_site(tmp_path: Path, django_db_blocker) -> Iterator[Callable[..., "object"]]:
    """Make Sites of real processes (``tests/support/processes.py``); all are closed at the end.

    ``run_site()`` has SQLite and the filesystem transport; ``run_site(redis_url=redis_url)`` and
    ``run_site(postgres_url=postgres_url)`` have the real services.
    """
    from tests.support.processes import Site

    sites: list[Site] = []

    def make(**options) -> Site:
        sites.append(Site(tmp_path / f"site-{len(sites)}", blocker=django_db_blocker, **options))
        return sites[-1]

    yield make
    for one in sites:
        one.close()


def pytest_terminal_summary(terminalreporter) -> None:
    """Leave the tally where ``script/test`` reads it."""
    report = os.environ.get("FORUM_TEST_REPORT")
    if report and not hasattr(terminalreporter.config, "workerinput"):
        words = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")
        tally = {word: len(terminalreporter.stats.get(word, ())) for word in words}
        Path(report).write_text(json.dumps(tally))
