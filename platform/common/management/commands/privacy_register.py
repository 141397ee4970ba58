"""``manage.py privacy_register``: write the register of processing into ``docs/privacy.md``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import privacy_register
from common.personal import faults
from common.retention import CLOCKS


class Command(BaseCommand):
    """Writes the register; with ``--check`` only says whether it is up to date."""

    help = "Write what is kept about people, why and how long, into docs/privacy.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Fail if it is out of date.")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = list(faults(frozenset(CLOCKS)))
        if wrong:
            raise CommandError("\n".join(wrong))
        page = privacy_register.path()
        now = page.read_text()
        due = privacy_register.written(now)
        if options["check"] and now != due:
            raise CommandError("docs/privacy.md is out of date: run manage.py privacy_register.")
        page.write_text(due)
        self.stdout.write("docs/privacy.md says what is kept.")
