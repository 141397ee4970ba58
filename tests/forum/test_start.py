"""Nothing serves anybody while a view names no policy or the database would forget commits."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from forum.management.commands.up import programs
from tests.support.databases import ROOT

pytestmark = pytest.mark.processes

MakeSite = Callable[..., Any]
NAKED = "The view tests.support.naked_urls.naked at /naked/ says nothing about who may see it."


def start(site: Any, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one process of a site until it ends by itself."""
    return subprocess.run(
        command, env=site.environ, cwd=ROOT, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def naked_site(run_site: MakeSite) -> Any:
    return run_site(settings={"ROOT_URLCONF": "tests.support.naked_urls"})


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_no_process_starts_with_a_view_that_names_no_policy(naked_site: Any, name: str) -> None:
    command = programs("127.0.0.1", naked_site.port, naked_site.var_dir)[name]

    ended = start(naked_site, command)

    assert ended.returncode != 0
    assert NAKED in ended.stdout + ended.stderr


def test_gunicorn_as_in_the_procfile_does_not_try_again_and_again(naked_site: Any) -> None:
    command = programs("127.0.0.1", naked_site.port, naked_site.var_dir)["web"]

    ended = start(naked_site, [part for part in command if part != "--preload"])

    assert ended.returncode == 3  # gunicorn's own: a worker failed to boot
    assert NAKED in ended.stdout + ended.stderr


def test_up_stops_with_the_reason(naked_site: Any) -> None:
    naked_site.environ["PORT"] = str(naked_site.port)

    ended = start(naked_site, [sys.executable, str(ROOT / "manage.py"), "up"])

    assert ended.returncode in (11, 12, 13)  # whichever of the three was first
    assert NAKED in ended.stdout + ended.stderr


@pytest.mark.services
def test_no_process_starts_on_a_database_that_forgets_commits(
    run_site: MakeSite, postgres_url: str
) -> None:
    """The PostgreSQL of quick tests runs without fsync."""
    site = run_site(postgres_url=postgres_url, environ={"FORUM_DEMO": "0"})

    ended = start(site, programs("127.0.0.1", site.port, site.var_dir)["web"])

    assert ended.returncode != 0
    assert "PostgreSQL's fsync is off" in ended.stdout + ended.stderr


def test_a_database_that_does_not_answer_yet_is_waited_for(run_site: MakeSite) -> None:
    site = run_site(environ={"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"})

    site.start("web")

    assert "the database does not answer yet" in site.log("web")
    assert site.visitor().get("/skills/").status == 503
