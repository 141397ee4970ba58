"""Ask every invariant; exit code 1 and a list when one is broken."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from common import invariants


class Command(BaseCommand):
    help = "Ask every invariant of the database as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for name, sentences in invariants.answers():
            self.stdout.write(f"{'BROKEN' if sentences else 'ok':<7} {name}")
            for sentence in sentences:
                wrong += 1
                self.stdout.write(f"        {sentence}")
        if wrong:
            sys.exit(1)
        self.stdout.write(f"All {len(invariants.INVARIANTS)} invariants hold.")
