"""``manage.py report_run ID``: how good the matches of a stored run are."""

import json

from django.core.management.base import BaseCommand, CommandError

from matching import measuring
from matching.models import MatchRun


class Command(BaseCommand):
    """Prints the measures of one run; ``--json`` prints them for a program."""

    help = "Print coverage, precision, recall, nDCG, gain, exposure and envy of a run."

    def add_arguments(self, parser) -> None:
        parser.add_argument("run", type=int, metavar="ID")
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args, run: int, **options) -> None:
        found = MatchRun.objects.filter(pk=run).first()
        if found is None:
            raise CommandError(f"There is no run {run}.")
        try:
            measured = measuring.measure(found)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(measured.as_dict(), indent=2))
        else:
            self.stdout.write(f"Run {run}, {found.started:%d %B %Y}\n")
            for name, figure in _lines(measured):
                self.stdout.write(f"  {name:<44}{figure}")


def _lines(measured: measuring.Measured):
    """Each measure's name and figure."""
    yield "Opportunities with a match", _of(measured.needs)
    yield "People and offers with a match", _of(measured.supplies)
    yield "Pairs that were introduced", str(measured.introduced)
    for k in measuring.PLACES:
        yield f"Introduced among the first {k} (precision)", _of(measured.precision[k])
        yield f"Introduced, found in the first {k} (recall)", _of(measured.recall[k])
        yield f"nDCG at {k}", _number(measured.ndcg[k])
    for name, gain in (("First places", measured.first), ("All matches", measured.everyone)):
        yield f"{name}: the opportunity gains", f"{gain.need} of 10000"
        yield f"{name}: they gain", f"{gain.supply} of 10000"
        yield f"{name}: whoever gains less", f"{gain.smaller} of 10000"
    for name, spread in (("kind", measured.kinds), ("district", measured.districts)):
        yield f"Exposure by {name}: Gini over all", _number(spread.gini)
        yield f"Exposure by {name}: Gini between groups", _number(spread.between)
        for group in spread.groups:
            figure = f"{100 * group.share:.1f} % of places, {group.members} of theirs"
            yield f"  {group.name}", f"{figure}, Gini {group.gini:.3f}"
    yield "Would rather have another's first place", _of(measured.envy.envious)
    yield "By at most", f"{measured.envy.most} of 10000"


def _of(share) -> str:
    return f"{share.part} of {share.whole}" + (
        "" if share.share is None else f" ({100 * share.share:.1f} %)"
    )


def _number(value: float | None) -> str:
    return "none known" if value is None else f"{value:.3f}"
