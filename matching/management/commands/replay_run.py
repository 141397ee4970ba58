"""``manage.py replay_run ID``: prove that the same stored facts give the same answer."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from matching import services
from matching.models import MatchRun


class Command(BaseCommand):
    """Ranks a run's stored facts again and compares. Exit code 1 when the answer differs."""

    help = "Rank the stored facts of a run again, and compare the answer with the stored one."

    def add_arguments(self, parser) -> None:
        parser.add_argument("run", type=int, metavar="ID")
        parser.add_argument(
            "--write",
            type=Path,
            metavar="FILE",
            help="write the facts and the answer, with numbers for names, for matching.engine.checks",
        )

    def handle(self, *args, run: int, write: Path | None, **options) -> None:
        found = MatchRun.objects.filter(pk=run).first()
        if found is None:
            raise CommandError(f"There is no run {run}.")
        try:
            replay = services.replay(found)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Stored answer    {replay.stored}")
        self.stdout.write(f"Computed answer  {replay.computed}")
        if not replay.same:
            self.stdout.write(self.style.ERROR(f"Run {run} gave another answer."))
            sys.exit(1)
        self.stdout.write(f"Run {run}: the same facts gave the same {replay.pairs} matches.")
        if write is not None:
            try:
                write.write_text(json.dumps(replay.document, indent=1), encoding="utf-8")
            except OSError as error:
                raise CommandError(f"{write} could not be written: {error.strerror}.") from error
            self.stdout.write(f"Written to {write}. To judge it: python -m matching.engine.checks")
