"""What a first start says and leaves behind, and what the commands around it promise."""

import io
import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from common.policies import CUSTODIANS
from forum.demo import accounts
from forum.management.commands.up import Command, programs
from profiles.models import User
from tests.support.databases import ROOT


def prepared(**options: Any) -> str:
    said = io.StringIO()
    call_command("prepare", stdout=said, **options)
    return said.getvalue()


def counts() -> dict[str, int]:
    models = apps.get_models(include_auto_created=True)
    return {one._meta.label: one._base_manager.count() for one in models if one._meta.managed}


@pytest.mark.django_db
def test_each_step_is_said_and_a_second_start_changes_nothing(settings, capsys):
    settings.FORUM_DEMO = False  # tests/forum/test_demo.py builds the region
    first = prepared()
    there = counts()
    second = prepared()

    assert re.findall(r"^\[ *[\d.]+ s\] (.+)$", first, re.M) == [
        "loading the starter vocabulary",
        "loading the Forum's pages",
        "the database is ready",
    ]
    assert "Starter vocabulary: 100%" in capsys.readouterr().err
    assert there["skills.Skill"] > 250
    assert there["wagtailcore.Page"] > 5
    assert re.fullmatch(r"\[ *[\d.]+ s\] the database is ready\n", second)
    assert counts() == there


@pytest.mark.django_db
def test_an_empty_site_asks_for_its_first_custodian(monkeypatch):
    monkeypatch.delenv("CUSTODIAN_EMAIL", raising=False)
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(CommandError, match="An empty site needs a first custodian"):
        prepared(empty=True)

    monkeypatch.setenv("CUSTODIAN_EMAIL", "hettie@forum.example")
    prepared(empty=True)

    assert User.objects.get(groups__name=CUSTODIANS).email == "hettie@forum.example"
    assert User.objects.count() == 1


@pytest.mark.parametrize("demo", [True, False])
def test_the_sign_ins_are_told_where_the_region_is_and_nowhere_else(demo):
    said = io.StringIO()

    Command(stdout=said, no_color=True)._announce("http://127.0.0.1:8000", demo=demo)

    assert "The site is at http://127.0.0.1:8000/" in said.getvalue()
    told = [email for _, email in accounts.SIGN_INS if email in said.getvalue()]
    assert len(told) == (len(accounts.SIGN_INS) if demo else 0)
    assert (accounts.PASSWORD in said.getvalue()) == demo


def test_the_site_listens_where_it_is_told_to():
    web = programs("0.0.0.0", 8123, settings.VAR_DIR)["web"]

    assert web[web.index("--bind") + 1] == "0.0.0.0:8123"


def test_time_is_that_of_the_region():
    assert (settings.TIME_ZONE, settings.USE_TZ) == ("Europe/London", True)


def test_a_demonstration_prints_its_mails():
    from forum.settings import base

    assert base.FORUM_MAIL_BACKEND == "django.core.mail.backends.console.EmailBackend"


def test_ci_calls_the_tests_and_the_checks_are_those_that_are_promised(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "script"))
    import groups

    asked = []
    monkeypatch.setattr(groups, "run", lambda command: asked.append(" ".join(command)))
    groups.run_checks("/venv/bin/python", [])

    for tool in ("ruff check", "ruff format", "djade", "djlint", "lint-imports", "mypy"):
        assert [one for one in asked if tool in one], tool
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == 'exec script/test "$@"'


def test_decisions_are_numbered_without_a_gap():
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert len(names) >= 6
    assert "MIT License" in (ROOT / "LICENSE").read_text()
