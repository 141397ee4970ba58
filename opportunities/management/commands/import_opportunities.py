"""``manage.py import_opportunities FILE``: challenges and placements from CSV or JSON."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.policies import is_custodian
from opportunities.services import import_rows
from opportunities.services.import_files import FileError, read_file, read_map
from profiles.models import Organisation, User

MAPS = Path(__file__).resolve().parents[2] / "maps"


class Command(BaseCommand):
    """Reads a file, reports each bad row by its line, and brings the others in."""

    help = "Bring challenges and placements in from a CSV or JSON file. See docs/importing.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--organisation", metavar="SLUG", help="Whose they are, whatever the file says."
        )
        parser.add_argument(
            "--map", metavar="FILE", help="A map for other people's JSON, or its name."
        )
        parser.add_argument(
            "--suggest-skills", action="store_true", help="Find skills in the texts."
        )
        parser.add_argument(
            "--publish-as", metavar="EMAIL", help="A custodian who answers for publishing."
        )
        parser.add_argument(
            "--supervisor", metavar="EMAIL", help="Somebody who has agreed to supervise."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would happen, and do nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mapping = read_map(_map_path(options["map"])) if options["map"] else None
            rows = read_file(options["file"], mapping=mapping)
        except FileError as error:
            raise CommandError(str(error)) from None
        organisation = None
        if options["organisation"]:
            organisation = Organisation.objects.filter(slug=options["organisation"]).first()
            if organisation is None:
                raise CommandError(f"No organisation has the address {options['organisation']}.")
        publish_as = _user(options["publish_as"])
        if publish_as and not is_custodian(publish_as):
            raise CommandError(f"{publish_as.email} is not a custodian, so they cannot publish.")

        def progress(count: int) -> None:
            if count == len(rows) or count % 25 == 0:
                self.stderr.write(f"{count} of {len(rows)} rows")

        done = import_rows(
            rows,
            organisation=organisation,
            suggest_skills=options["suggest_skills"],
            publish_as=publish_as,
            supervisor=_user(options["supervisor"]),
            dry_run=options["dry_run"],
            progress=progress,
        )
        for sentence in done.errors:
            self.stdout.write(f"{options['file'].name}: {sentence}")
        would = "Would be: " if options["dry_run"] else ""
        self.stdout.write(
            f"{would}{done.created} new, {done.changed} changed, {done.unchanged} unchanged, "
            f"{done.published} published, {len(done.errors)} left out."
        )
        if done.errors:
            raise CommandError("Some rows were left out; the lines above say why.")


def _map_path(given: str) -> Path:
    shipped = MAPS / f"{given}.json"
    return shipped if shipped.exists() else Path(given)


def _user(email: str | None) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody signs in as {email}.")
    return user
