"""``manage.py import_skills``: ESCO's CSV files or the government framework's."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from skills.reading import UnknownFormat, read_files
from skills.services import take_in


class Command(BaseCommand):
    help = (
        "Import skills from CSV, plain or .gz: ESCO's skills_en.csv, "
        "broaderRelationsSkillPillar.csv and skillSkillRelations.csv, or the Government Digital "
        "and Data framework. The columns tell which is which; several files go in one run."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--format", dest="wanted", choices=["esco", "ddat"], help="refuse any other format"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen only")

    def handle(self, *args, files, wanted, dry_run, **options) -> None:
        try:
            batch = read_files(map(Path, files), wanted=wanted)
        except (UnknownFormat, OSError) as error:
            raise CommandError(str(error)) from error
        total = len(batch.skills) + len(batch.links)
        with tqdm(total=total, file=sys.stderr, desc="Skills", unit="row") as bar:
            tally = take_in(batch, dry_run=dry_run, progress=bar.update)
        for problem in tally.problems:
            self.stderr.write(str(problem))
        self.stdout.write(
            f"{'Dry run, nothing written: ' if dry_run else ''}"
            f"{tally.created} created, {tally.changed} changed, {tally.unchanged} unchanged, "
            f"{tally.links_added} links added, {tally.links_removed} links removed, "
            f"{tally.skipped} rows skipped (not about skills held here), "
            f"{len(tally.problems)} rows with a problem."
        )
