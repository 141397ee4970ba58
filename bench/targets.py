"""Every row of the table of targets: ours, the named peer's, the ratio.

    script/bench [--quick]

Medians of five, two sizes each so that growth shows, time and peak memory; ``--quick`` takes
smaller sizes and fewer repeats, in under two minutes, and so is further from the targets, which are
stated for the full sizes. The parts can be run by themselves: ``script/bench rank``, ``settle``,
``rings``. What is not about time: ``script/bench quality``.
"""

import argparse
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import peers, rank, rings, settle


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller sizes, under two minutes")
    options = parser.parse_args()
    started = time.monotonic()
    arguments = ["--quick"] if options.quick else []
    for part in (settle, rings, rank):
        part.main(arguments)
    day = datetime.now(UTC).date().isoformat()
    print(f"\n{day}, {platform.machine()}, Python {platform.python_version()}")
    print(f"{time.monotonic() - started:.0f} s in all\n")
    print("| part | size | peer | ratio | target | |\n|---|---|---|---|---|---|")
    for line in peers.LINES:
        word = {True: "met", False: "short", None: ""}[line.met]
        cells = line.title, line.name, line.peer, line.ratio, line.target, word
        print(f"| {' | '.join(cells)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
