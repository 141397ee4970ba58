"""The settings for real use: what they refuse, and how the site answers with them."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import ROOT
from tests.support.programs import PRODUCTION, manage, run
from tests.support.services import PostgresServer, started

NAMES = [name for name in PRODUCTION if name != "DJANGO_SETTINGS_MODULE"]
ASK = """
import json
import forum.wsgi
from django.conf import settings
from django.test import Client

proxied = {"host": "forum.example", "x-forwarded-proto": "https"}
plain = {"host": "forum.example"}
print(json.dumps({
    "proxied": Client().get("/robots.txt", headers=proxied).status_code,
    "plain": Client().get("/robots.txt", headers=plain).get("Location"),
    "cache": settings.CACHES["default"]["LOCATION"],
    "broker": settings.CELERY_BROKER_URL,
    "demo": settings.FORUM_DEMO,
}))
"""


def python(code: str, folder: Path, **environ: str) -> Any:
    return run(
        sys.executable,
        "-c",
        code,
        folder=folder,
        PYTHONPATH=f"{ROOT / 'platform'}:{ROOT}",
        **environ,
    )


def answers(folder: Path, **environ: str) -> dict[str, Any]:
    """What the site says and has when it runs with these settings."""
    said = python(ASK, folder, **environ)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout.splitlines()[-1])


def test_a_proxied_request_is_answered_and_a_plain_one_sent_to_https(tmp_path: Path) -> None:
    site = answers(tmp_path, **PRODUCTION)

    assert (site["proxied"], site["plain"]) == (200, "https://forum.example/robots.txt")


def test_without_a_proxy_a_forwarded_scheme_is_not_believed(tmp_path: Path) -> None:
    assert answers(tmp_path, **{**PRODUCTION, "TRUSTED_PROXY_COUNT": "0"})["proxied"] == 301


@pytest.mark.parametrize(
    ("redis", "cache", "expected"),
    [
        ("redis://127.0.0.1:1/0", "", "redis://127.0.0.1:1/1"),
        ("redis://:pw@127.0.0.1:1", "", "redis://:pw@127.0.0.1:1/1"),
        (
            "rediss://127.0.0.1:1/15?ssl_cert_reqs=required",
            "",
            "rediss://127.0.0.1:1/0?ssl_cert_reqs=required",
        ),
        ("redis://127.0.0.1:1/0", "redis://127.0.0.1:2/0", "redis://127.0.0.1:2/0"),
    ],
)
def test_the_cache_never_shares_a_database_with_the_broker(
    tmp_path: Path, redis: str, cache: str, expected: str
) -> None:
    code = "from forum.settings.production import *; print(CACHES['default']['LOCATION'])"

    said = python(code, tmp_path, **{**PRODUCTION, "REDIS_URL": redis, "CACHE_URL": cache})

    assert said.stdout.strip() == expected


def test_who_names_no_settings_gets_those_for_real_use(tmp_path: Path) -> None:
    """One forgotten variable must not publish every mail."""
    rest = {name: value for name, value in PRODUCTION.items() if name in NAMES}

    assert answers(tmp_path, **rest)["demo"] is False
    assert "The production settings are incomplete" in python("import forum.wsgi", tmp_path).stderr


@pytest.mark.parametrize("said", ["", "1"])
def test_a_demonstration_is_asked_for(tmp_path: Path, said: str) -> None:
    code = "from forum.settings.dev import *; print(FORUM_DEMO, SECOND_FACTOR_EXEMPT_GROUP)"

    shown = python(code, tmp_path, **({"FORUM_DEMO": said} if said else {}))

    assert shown.stdout.strip() == ("True Demo region" if said else "False")


def test_every_process_of_the_procfile_is_for_real_use() -> None:
    module = "DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-forum.settings.production}"
    lines = (ROOT / "Procfile").read_text().splitlines()

    assert [line.split(":")[0] for line in lines] == ["release", "web", "worker", "beat"]
    for line in lines:
        assert line.count(module) == line.count("manage.py") + ("manage.py" not in line), line


def test_complete_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    said = manage("check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, **PRODUCTION)

    assert said.returncode == 0, said.stdout + said.stderr
    assert "no issues" in said.stdout


def test_empty_production_settings_list_all_that_is_missing(tmp_path: Path) -> None:
    module = {"DJANGO_SETTINGS_MODULE": PRODUCTION["DJANGO_SETTINGS_MODULE"]}

    said = manage("check", folder=tmp_path, **module)

    assert said.returncode != 0
    assert [name for name in NAMES if f"- {name}:" not in said.stderr] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "") for name in NAMES),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("ALLOWED_HOSTS", "*"),
        ("PUBLIC_BASE_URL", "http://forum.example"),
        ("TRUSTED_PROXY_COUNT", "one"),
        ("DEBUG", "1"),
    ],
)
def test_one_bad_production_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    """Settings are read in a process of their own, without the rest of Django."""
    said = python("import forum.settings.production", tmp_path, **{**PRODUCTION, name: value})

    assert said.returncode != 0
    complaints = [line for line in said.stderr.splitlines() if line.startswith("  - ")]
    assert [line.split(":")[0].strip(" -") for line in complaints] == [name]


@pytest.mark.services
@pytest.mark.parametrize("fsync", [True, False])
def test_a_real_postgresql_answers_every_question_about_it(tmp_path: Path, fsync: bool) -> None:
    """The server of the other tests runs without fsync, and so never gives a clean answer."""
    server = started(lambda: PostgresServer(fsync=fsync))
    try:
        asked = {**PRODUCTION, "DATABASE_URL": server.url}
        said = manage("check", "--database", "default", folder=tmp_path, **asked)
    finally:
        server.close()

    assert (said.returncode == 0) is fsync, said.stderr
    assert ("(common.E002) PostgreSQL's fsync is off" in said.stderr) is not fsync
    assert said.stderr.count("common.E002") == (not fsync)
