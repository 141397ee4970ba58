"""``manage.py refresh_search``: build the index of words anew where an older version built it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from forum.models import Loaded

NAME = "search"
FORM = "folded"
"""How words are kept in the index: without accents and capitals. Another word here builds it anew."""


class Command(BaseCommand):
    """Run ``update_index`` once for each form of the index; later runs do nothing."""

    help = "Build the index of words anew, once, where an older version of the site built it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """To do it whatever is remembered."""
        parser.add_argument("--again", action="store_true", help="also where it is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        # SQLite's index folds words as it reads them, whoever wrote it.
        if connection.vendor != "postgresql" and not options["again"]:
            return
        known = Loaded.objects.filter(name=NAME).values_list("digest", flat=True).first()
        if known == FORM and not options["again"]:
            return
        self.stdout.write("building the index of words anew")
        call_command("update_index", verbosity=0)
        Loaded.objects.update_or_create(name=NAME, defaults={"digest": FORM})
