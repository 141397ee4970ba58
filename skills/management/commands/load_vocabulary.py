"""``manage.py load_vocabulary``: the starter vocabulary, as often as one likes."""

import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from skills.reading import read_starter
from skills.services import take_in


class Command(BaseCommand):
    help = "Load the starter vocabulary. Running it again keeps what custodians changed."

    def handle(self, *args, **options) -> None:
        batch = read_starter()
        total = len(batch.skills) + len(batch.links)
        with tqdm(total=total, file=sys.stderr, desc="Starter vocabulary", unit="row") as bar:
            tally = take_in(batch, progress=bar.update)
        for problem in tally.problems:
            self.stderr.write(str(problem))
        self.stdout.write(
            f"Starter vocabulary: {tally.created} created, {tally.changed} changed, "
            f"{tally.unchanged} unchanged, {tally.links_added} links added."
        )
