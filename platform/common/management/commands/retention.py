"""``manage.py retention``: end what is over now, or with ``--dry-run`` say what would end."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import retention


class Command(BaseCommand):
    """Runs every retention clock, or only counts."""

    help = "End every record whose time is over. --dry-run says how many, and changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say what would end.")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        failed = []
        for clock, number in retention.due() if dry else retention.run():
            if number < 0:
                failed.append(clock.name)
            word = "failed" if number < 0 else f"{number:>6}"
            self.stdout.write(f"{word}  {clock.keeps}: {clock.until}, then {clock.then}")
        if failed:
            raise CommandError(f"These clocks could not be run: {', '.join(failed)}.")
        self.stdout.write("Nothing was changed." if dry else "Done.")
