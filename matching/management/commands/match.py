"""``manage.py match``: score everything, or explain one pair."""

import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from matching import cards, services
from matching import words as wording
from matching.choices import Trigger
from matching.models import Match
from opportunities.models import Opportunity
from profiles.models import Offer, Person


class Command(BaseCommand):
    """Scores every open opportunity against every person and offer, and prints a table."""

    help = (
        "Score everything and print a table; or --explain one opportunity and one person or offer."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--explain",
            nargs=2,
            metavar=("OPPORTUNITY", "PERSON"),
            help="Print the reasons of one pair, named by their slugs (an offer's slug does too).",
        )

    def handle(self, *args, explain: list[str] | None = None, **options) -> None:
        if explain:
            self._explain(*explain)
        else:
            self._run()

    def _run(self) -> None:
        from tqdm import tqdm

        began = time.monotonic()
        with tqdm(
            total=0, unit=" opportunities", file=sys.stderr, leave=False, mininterval=0
        ) as bar:

            def progress(done: int, expected: int) -> None:
                bar.total = expected
                bar.update(done - bar.n)

            try:
                run = services.run_whole(trigger=Trigger.COMMAND, progress=progress)
            except (services.RunUnderWay, services.JudgeDisagrees) as error:
                raise CommandError(str(error)) from error
        self._table()
        self.stdout.write(
            f"\nRun {run.pk}: {run.needs_count} opportunities, {run.supplies_count} people and "
            f"offers, {run.pairs_count} matches, {time.monotonic() - began:.1f} s by {run.path}.\n"
            f"Facts {run.digest[:12]}, answer {run.result_digest[:12]}. "
            f"Prove it with: manage.py replay_run {run.pk}"
        )

    def _table(self) -> None:
        best: dict[int, Match] = {}
        rows = Match.objects.filter(is_current=True).select_related(
            "opportunity", "person__district", "offer", "priority"
        )
        for row in rows.order_by("-joint", "pk"):
            best.setdefault(row.opportunity_id, row)
        counts = dict(
            Match.objects.filter(is_current=True)
            .values_list("opportunity_id")
            .annotate(times=Count("pk"))
            .order_by()
        )
        lines = [("Opportunity", "Fits", "Best fit", "They gain", "It gains", "Priority")]
        for opportunity in Opportunity.objects.open().order_by("title"):
            match = best.get(opportunity.pk)
            if match is None:
                lines.append((opportunity.title[:40], "0", "nobody yet", "", "", ""))
                continue
            lines.append(
                (
                    opportunity.title[:40],
                    str(counts[opportunity.pk]),
                    cards.supply_title(match)[:36],
                    wording.amount(match.benefit),
                    wording.amount(match.fit),
                    match.priority.short if match.priority else "",
                )
            )
        widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())

    def _explain(self, opportunity_slug: str, supply_slug: str) -> None:
        opportunity = Opportunity.objects.filter(slug=opportunity_slug).first()
        if opportunity is None:
            raise CommandError(f"There is no opportunity “{opportunity_slug}”.")
        supply = (
            Person.objects.filter(slug=supply_slug).first()
            or Offer.objects.filter(slug=supply_slug).first()
        )
        if supply is None:
            raise CommandError(f"There is no person or offer “{supply_slug}”.")
        try:
            answer = services.explain(opportunity, supply)
        except services.NotMatched as error:
            raise CommandError(str(error)) from error
        found, voice = answer.explanation, answer.words["need"]
        self.stdout.write(f"{opportunity.title}\nand {supply_slug}\n")
        self.stdout.write("A match." if found.listed else "No match.")
        for gate in answer.gates:
            self.stdout.write(f"  In the way: {gate}")
        for title, score, rows in (
            ("What the opportunity gains", found.fit, voice["yours"]),
            ("What they gain", found.benefit, voice["theirs"]),
        ):
            self.stdout.write(f"\n{title}: {wording.amount(score)} ({score} of 10000)")
            for row in rows:
                mark = {"yes": "+", "near": "~"}.get(row["state"], "-")
                note = f" ({row['note']})" if row["note"] else ""
                self.stdout.write(f"  {mark} {row['text']}{note}")
        self.stdout.write("\nThe parts")
        for part in (*found.parts_need, *found.parts_supply):
            name = part.name if part.skill is None else f"skill {part.skill}"
            said = "" if part.stated else " (not stated: the neutral value)"
            self.stdout.write(f"  {name:<16}{part.points:>6} of {part.out_of}{said}")
        self.stdout.write(f"  {'harmonic mean':<16}{found.harmonic:>6}")
        for step in found.adjustments:
            self.stdout.write(f"  {step.name:<16}{step.points:>+6} {step.priority}")
        self.stdout.write(f"  {'joint':<16}{found.joint:>6}")
        self.stdout.write(f"\nStill missing: {voice['missing']}")
        if voice["change"]:
            self.stdout.write(f"What would change this: {voice['change']}")
