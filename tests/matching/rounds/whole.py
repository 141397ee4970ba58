"""A whole round by a custodian's own clicks, over HTTP; applicants and hosts are rows laid in bulk."""

import html
import re
import shlex
import subprocess
import sys
from pathlib import Path

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common import outbox
from matching.choices.rounds import PHASES
from matching.models import Round
from tests.factories.rounds import DAY, go_to

ROOT = Path(__file__).parents[3]


class Desk:
    """One custodian at the desk."""

    def __init__(self, user) -> None:
        self.client = Client()
        self.client.force_login(user)

    def at(self, name: str, round_: Round, *more) -> str:
        return reverse(f"matching:{name}", args=[round_.slug, *more])

    def reads(self, where: str) -> str:
        page = self.client.get(where)
        assert page.status_code == 200, (where, page.status_code)
        return html.unescape(page.content.decode())

    def sends(self, where: str, **fields) -> str:
        page = self.client.post(where, fields, follow=True)
        assert page.status_code == 200, (where, page.status_code, page.content.decode()[:3000])
        while outbox.run_due(limit=500):
            pass
        return html.unescape(page.content.decode())

    def plans(self, title: str, **rules) -> Round:
        """From an empty form to a round whose first phase has begun."""
        first = timezone.localtime() - DAY / 24
        ends = {
            f"closes_{kind}": f"{first + n * DAY:%Y-%m-%dT%H:%M}"
            for n, kind in enumerate(PHASES, start=1)
        }
        self.sends(
            reverse("matching:desk_round_new"),
            title=title,
            goal="stable",
            ties="largest",
            most_choices="9",
            blind="on",
            starts=f"{first:%Y-%m-%dT%H:%M}",
            **ends,
            **rules,
        )
        round_ = Round.objects.get(title=title)
        self.sends(self.at("desk_round", round_), act="open")
        return round_

    def puts_in(self, round_: Round, placement, *, least: int = 1):
        self.sends(self.at("desk_round_places", round_), act=f"in-{placement.pk}")
        place = round_.places.get(opportunity=placement.pk)
        if least > 1:
            self.sends(self.at("desk_round_place", round_, place.pk), least=str(least))
        return place

    def publishes(self, round_: Round) -> str:
        """From closed tiers to results that are out; returns the page of the run."""
        go_to(round_, "publish")
        run = round_.runs.get(kind="main", state="done")
        inspected = self.reads(self.at("desk_round_run", round_, run.pk))
        self.sends(self.at("desk_round_publish", round_, run.pk))
        round_.refresh_from_db()
        assert round_.is_published, round_.publications.get().refused_because
        return inspected


def run_by_a_stranger(round_: Round, folder: Path) -> list[str]:
    """Fetch what is published without an account, and run each command that the page gives."""
    client = Client()
    page = html.unescape(client.get(f"{round_.get_absolute_url()}report/").content.decode())
    address = re.search(r'href="([^"]+\.json)"', page)
    assert address, page
    return run_commands(page, client.get(address.group(1)).content, round_, folder)


def run_commands(page: str, file: bytes, round_: Round, folder: Path) -> list[str]:
    """What the page says to run, each in a process in ``folder``, without settings or database."""
    name = f"{round_.slug}.json"
    (folder / name).write_bytes(file)
    commands = re.findall(rf"python (-m [\w.]+ {re.escape(name)})", page)
    assert len(commands) == 2, page
    said = []
    for command in commands:
        answer = subprocess.run(
            [sys.executable, *shlex.split(command)],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        said.append(answer.stdout)
    return said
