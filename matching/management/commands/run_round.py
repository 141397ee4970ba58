"""``manage.py run_round``: settle a round of the site, a published instance, or two CSV files.

Exit codes: 0 settled and the judge agrees; 1 it does not, or a limit of time was reached; 2 bad input.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching.choices.rounds import Goal, Ties
from matching.rounds import files as round_files
from matching.words.round_mails import PROMISES, ordinal

DISAGREES, BAD_INPUT = 1, 2
SEED = "2018"


class Command(BaseCommand):
    """Settles a round and says who got which choice; what it writes can be run again by anybody."""

    help = (
        "Settle a placement round: by its address on this site, from --instance FILE, or from "
        "--applicants and --placements in CSV with --out DIR."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("slug", nargs="?", help="The last part of the round's address.")
        parser.add_argument("--applicants", type=Path, help="CSV: applicant, choices, groups.")
        parser.add_argument(
            "--placements", type=Path, help="CSV: placement, organisation, seats, ..."
        )
        parser.add_argument("--instance", type=Path, help="A published instance, to be run again.")
        parser.add_argument("--out", type=Path, help="The folder to write the result to.")
        parser.add_argument("--seed", default=SEED, help="The lottery's seed, any text (CSV only).")
        parser.add_argument("--ties", choices=Ties.values, default=Ties.LARGEST.value)
        parser.add_argument("--goal", choices=Goal.values, default=Goal.STABLE.value)
        parser.add_argument("--time-limit", type=float, default=600.0, help="In seconds.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Choose the source, settle, judge, print."""
        sources = [options["slug"], options["instance"], options["applicants"]]
        if sum(bool(one) for one in sources) != 1:
            raise CommandError(
                "Say one of: the address of a round, --instance, or --applicants with --placements.",
                returncode=BAD_INPUT,
            )
        if bool(options["applicants"]) != bool(options["placements"]):
            raise CommandError("--applicants and --placements go together.", returncode=BAD_INPUT)
        if options["applicants"] and not options["out"]:
            raise CommandError("Say with --out where the result goes.", returncode=BAD_INPUT)
        if not options["seed"]:
            raise CommandError("The lottery needs a seed.", returncode=BAD_INPUT)
        if options["slug"]:
            self._of_site(options)
            return
        facts, rules, before = self._facts(options)
        self._settle(facts, rules, options, before)

    def _facts(self, options: dict[str, Any]) -> tuple[Any, Any, dict[str, Any] | None]:
        from matching.engine import rounds

        try:
            if options["instance"]:
                document = json.loads(options["instance"].read_text(encoding="utf-8"))
                facts, rules = rounds.round_from_json(document)
                return facts, rules, document
            facts = round_files.read_round(options["applicants"], options["placements"])
            rules = rounds.Rules(seed=options["seed"], ties=options["ties"], goal=options["goal"])
        except (OSError, ValueError, RecursionError) as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        return facts, rules, None

    def _settle(
        self, facts: Any, rules: Any, options: dict[str, Any], before: dict[str, Any] | None
    ) -> None:
        from matching.engine import rounds
        from matching.services.rounds.settling import digest_of, judged

        began = time.monotonic()
        try:
            with Bar(quiet=options["json"]) as bar:
                settlement = rounds.settle(
                    facts, rules=rules, time_limit=options["time_limit"], progress=bar
                )
        except ValueError as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        found = judged(rounds.round_to_json(facts, rules=rules, settlement=settlement))
        summary = {
            "applicants": len(facts.applicants),
            "placed": len(settlement.seats),
            "seats": sum(row.seats for row in facts.placements),
            "choices": list(settlement.choices),
            "blocking_pairs": len(settlement.blocking),
            "promises": {row.name: row.kept for row in settlement.promises},
            "complete": settlement.complete,
            "judge_agrees": not found["problems"],
            "problems": found["problems"],
            "digest": found["digest"],
            "result_digest": digest_of(found["result"]),
            "seconds": round(time.monotonic() - began, 2),
        }
        if before is not None:
            told = before.get("result")
            summary["same_result"] = told is None or told == found["result"]
        if options["out"] and not found["problems"]:
            try:
                summary["files"] = round_files.write_result(
                    options["out"], facts, rules, settlement
                )
            except OSError as error:
                raise CommandError(
                    f"{options['out']} cannot be written: {error.strerror}.", returncode=BAD_INPUT
                ) from error
        self._print(summary, options)

    def _print(self, summary: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(summary))
        else:
            for line in in_words(summary, options["out"]):
                self.stdout.write(line)
        if summary["problems"]:
            self._stop("The judge does not agree.", options)
        if not summary["complete"]:
            self._stop("The limit of time was reached: this is the best so far.", options)
        if not summary.get("same_result", True):
            self._stop("The result is not the one in the file.", options)

    def _stop(self, words: str, options: dict[str, Any]) -> None:
        if options["json"]:
            sys.exit(DISAGREES)
        raise CommandError(words, returncode=DISAGREES)

    def _of_site(self, options: dict[str, Any]) -> None:
        """A dry run over the rows of this site: nothing is written, nobody is told."""
        from django.db import transaction

        from matching.models import Round
        from matching.services.rounds import instances

        row = Round.objects.filter(slug=options["slug"]).first()
        if row is None:
            raise CommandError(f"There is no round “{options['slug']}”.", returncode=BAD_INPUT)
        if not row.seed_hash:
            raise CommandError("This round is a draft: it has no seed.", returncode=BAD_INPUT)
        with transaction.atomic():
            facts, rules = instances.read(row)
        self._settle(facts, rules, options, None)


class Bar:
    """Progress on the standard error, where somebody looks at it."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet or not sys.stderr.isatty()
        self.bar: Any = None

    def __enter__(self) -> "Bar":
        return self

    def __call__(self, stage: str, done: int, whole: int) -> None:
        if self.quiet:
            return
        if self.bar is None:
            from tqdm import tqdm

            self.bar = tqdm(total=whole, file=sys.stderr, leave=False, mininterval=0.2)
        self.bar.set_description(stage)
        self.bar.total = max(whole, done)
        self.bar.update(done - self.bar.n)

    def __exit__(self, *error: Any) -> None:
        if self.bar is not None:
            self.bar.close()


def in_words(summary: dict[str, Any], out: Path | None) -> list[str]:
    """What came of it, a line each."""
    lines = [
        f"{summary['placed']} of {summary['applicants']} applicants have one of {summary['seats']} "
        "seats."
    ]
    got = [f"{many} their {ordinal(n)}" for n, many in enumerate(summary["choices"], start=1)]
    if got:
        lines.append(f"Choices: {', '.join(got)}.")
    lines.append(f"Blocking pairs: {summary['blocking_pairs']}.")
    lines += [
        f"{'Kept' if kept else 'Lost'}: {PROMISES.get(name, name)}"
        for name, kept in summary["promises"].items()
    ]
    agrees = "agrees" if summary["judge_agrees"] else "does not agree"
    lines.append(f"The judge {agrees}. {summary['seconds']} s.")
    lines += [f"- {problem}" for problem in summary["problems"]]
    lines.append(f"Facts {summary['digest']}, result {summary['result_digest']}.")
    if "same_result" in summary:
        lines.append(
            "The result is the one in the file."
            if summary["same_result"]
            else "The result is not the one in the file."
        )
    if "files" in summary:
        lines.append(f"Written to {out}: {', '.join(summary['files'])}.")
    return lines
