"""A Site on each kind of broker and database."""

from collections.abc import Callable

import pytest

from tests.support import proof
from tests.support.processes import Site

FILES, REDIS, POSTGRES = "filesystem", "Redis", "PostgreSQL and Redis"
ON_REDIS = pytest.param(REDIS, marks=pytest.mark.services)
FILES_AND_REDIS = [FILES, ON_REDIS]
# What does not lean on the broker's kind is tried with one, and with both by ``script/prove``.
MOSTLY_FILES = FILES_AND_REDIS if proof.in_full() else [FILES]
MOSTLY_REDIS = FILES_AND_REDIS if proof.in_full() else [ON_REDIS]
EVERYWHERE = [*FILES_AND_REDIS, pytest.param(POSTGRES, marks=pytest.mark.services)]


@pytest.fixture
def site(request: pytest.FixtureRequest, run_site: Callable[..., Site]) -> Site:
    """A Site whose broker the test's parameter names; its worker can stand still while scoring."""
    options = {"settings": {"CELERY_IMPORTS": ["tests.reliability.standstill"]}}
    if request.param != FILES:
        options["redis_url"] = request.getfixturevalue("redis_url")
        wipe_redis(options["redis_url"])
    if request.param == POSTGRES:
        options["postgres_url"] = request.getfixturevalue("postgres_url")
    made = run_site(**options)
    made.redis_url = options.get("redis_url", "")
    return made


def wipe_redis(url: str) -> int:
    """Forget everything that the broker holds; returns how many lists and sets there were."""
    import redis

    client = redis.Redis.from_url(url)
    count = client.dbsize()
    client.flushdb()
    client.close()
    return count


def wipe_broker(site: Site) -> int:
    """Lose the broker's data; returns how much there was to lose."""
    if site.redis_url:
        return wipe_redis(site.redis_url)
    letters = list((site.var_dir / "broker").glob("*"))
    for letter in letters:
        letter.unlink()
    return len(letters)
