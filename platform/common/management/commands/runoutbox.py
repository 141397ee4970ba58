"""Do the work that is due without Celery: once, or every few seconds."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common import outbox
from common.models import Work


class Command(BaseCommand):
    help = "Run the work that is due, without Celery. With --every it goes on until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, default=0, metavar="SECONDS", help="go on, looking this often"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done = outbox.run_due(limit=1_000_000)
        if not options["every"]:
            self.stdout.write(f"{done} tried, {Work.objects.stuck().count()} stuck.")
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.wait(options["every"]):
            outbox.run_due(limit=1_000)
