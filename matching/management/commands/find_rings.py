"""``manage.py find_rings``: search for rings and chains now, or prove that an earlier search was right."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from common.states import IllegalMove
from matching.models import Ring, RingSearch
from matching.queries.rings import whole
from matching.services import JudgeDisagrees, rings
from matching.words import rings as ring_words


class Command(BaseCommand):
    """Searches, stores and prints. Exit code 1 when it cannot, or when a replay differs; 2 for bad arguments."""

    help = "Search for rings and chains between organisations; or --replay one search and compare."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="Print JSON.")
        parser.add_argument(
            "--replay", type=int, metavar="ID", help="search the stored facts of a search again"
        )
        parser.add_argument(
            "--write",
            type=Path,
            metavar="FILE",
            help="write the facts and the answer, with numbers for names, for matching.engine.checks",
        )

    def handle(self, *args, replay: int | None = None, **options) -> None:
        if replay is not None:
            self._replay(replay, options)
            return
        search = self._search()
        if options["write"]:
            self._write(options["write"], {**search.facts, "result": search.result})
        if options["json"]:
            self.stdout.write(json.dumps(rings.summary(search), indent=2))
            return
        for ring in whole(Ring.objects.filter(search=search).order_by("pk")):
            self.stdout.write(f"{ring_words.title(ring)} (number {ring.pk}, worth {ring.value})")
            for arc in ring.arcs.all():
                hours = ring_words.hours(arc.hours)
                self.stdout.write(
                    f"  {arc.giver.name} gives {arc.taker.name}: {arc.offer.title}, {hours}"
                )
        sure = (
            "nothing better exists"
            if search.is_proven
            else "time ran out: a better choice may exist"
        )
        self.stdout.write(
            f"Search {search.pk}: {search.rings_count} found among {search.organisations_count} "
            f"organisations and {search.links_count} possible gifts; {sure}.\n"
            f"Facts {search.digest[:12]}. Prove it with: manage.py find_rings --replay {search.pk}"
        )

    def _search(self) -> RingSearch:
        from tqdm import tqdm

        with tqdm(total=0, unit=" parts", file=sys.stderr, leave=False, mininterval=0) as bar:

            def progress(done: int, expected: int) -> None:
                bar.total = expected
                bar.update(done - bar.n)

            try:
                return rings.find(progress=progress)
            except (rings.RingSearchUnderWay, JudgeDisagrees, IllegalMove) as error:
                raise CommandError(str(error)) from error

    def _replay(self, pk: int, options: dict) -> None:
        found = RingSearch.objects.filter(pk=pk).first()
        if found is None:
            raise CommandError(f"There is no search {pk}.")
        try:
            answer = rings.replay_search(found)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["write"]:
            self._write(options["write"], answer.document)
        if options["json"]:
            said = {"search": pk, "same": answer.same, "rings": answer.rings}
            self.stdout.write(
                json.dumps({**said, "stored": answer.stored, "computed": answer.computed})
            )
        else:
            self.stdout.write(f"Stored answer    {answer.stored}")
            self.stdout.write(f"Computed answer  {answer.computed}")
        if not answer.same:
            self.stderr.write(f"Search {pk} gave another answer.")
            sys.exit(1)
        if not options["json"]:
            self.stdout.write(f"Search {pk}: the same facts gave the same rings.")

    def _write(self, path: Path, document: dict) -> None:
        try:
            path.write_text(json.dumps(document, indent=1), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path} could not be written: {error.strerror}.") from error
        self.stderr.write(
            f"Written to {path}. To judge it: python -m matching.engine.checks {path}"
        )
