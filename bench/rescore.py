"""One edit among many people on PostgreSQL: from its commit until what changed by it can be read.

    script/bench rescore [--quick] [--people 100000] [--needs 1000] [--edits 7]

A worker that stands idle, with its index of everybody made before: a person's skills are changed by the
service that the site uses, and the work that this wrote is done in the same process, so that the bell's
milliseconds are not in it. Printed are medians of the whole and of what the engine did of it, which may
be one in twenty; the limit for the whole is two seconds. ``--quick`` takes 2,000 people and 200 needs.
"""

import argparse
import json
import os
import statistics
import sys
import time

import market_town

MOST_SECONDS, MOST_SHARE = 2.0, 0.05


def edits(count: int) -> dict[str, object]:
    """Make the index, then edit people one by one; the first edit, which fills caches, does not count."""
    import random

    from common import outbox
    from common.models import Work
    from matching import engine, facts, services
    from matching.models import Match, MatchRun
    from matching.services import rescoring
    from profiles.models import Person
    from profiles.services import set_skills
    from skills.models import Skill

    spent: dict[str, float] = {}

    def timed(name, function):
        def call(*arguments, **named):
            began = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - began

        return call

    engine.follow = timed("scoring", engine.follow)
    facts.read = timed("reading rows", facts.read)
    engine.difference = timed("comparing rows", engine.difference)
    rescoring.judge = timed("judging", rescoring.judge)
    draw = random.Random(3)
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    skills = list(Skill.objects.filter(slug__startswith="bench-").values_list("pk", flat=True))
    services.score_person(people[0])
    whole, parts = [], []
    for number in range(count + 1):
        person = Person.objects.select_related("user").get(pk=draw.choice(people))
        levels = {skill: draw.randint(1, 4) for skill in draw.sample(skills[:40], 6)}
        set_skills(person, by=person.user, held=levels)
        work = Work.objects.filter(kind="matching.score_person", done_at=None).latest("pk")
        spent.clear()
        began = time.perf_counter()
        outbox.run_one(work.pk)
        seconds = time.perf_counter() - began
        assert MatchRun.objects.latest("pk").state == "done"
        assert Match.objects.filter(is_current=True, person=person).exists()
        if number:
            whole.append(seconds)
            parts.append(dict(spent))
    names = parts[0].keys()
    return {
        "seconds": statistics.median(whole),
        "parts": {name: statistics.median(part.get(name, 0.0) for part in parts) for name in names},
        "megabytes": market_town.peak(),
    }


def main() -> int:
    """Lay, measure, print; 1 where a limit is missed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="2,000 people, 200 needs")
    options.add_argument("--people", type=int, default=0)
    options.add_argument("--needs", type=int, default=0)
    options.add_argument("--edits", type=int, default=7)
    options.add_argument("--step", action="store_true")
    chosen = options.parse_args()
    if chosen.step:
        import django

        django.setup()
        print(json.dumps(edits(chosen.edits)))
        return 0
    people = chosen.people or (2_000 if chosen.quick else 100_000)
    needs = chosen.needs or (200 if chosen.quick else 1_000)
    with market_town.database("rescore") as environ:
        market_town.step(environ, "bench/market_town.py", str(needs), str(people))
        found = json.loads(
            market_town.step(environ, __file__, "--step", "--edits", str(chosen.edits))
        )
    share = found["parts"]["scoring"] / found["seconds"]
    print(
        f"one edit at {people:,} people x {needs:,} needs: {found['seconds']:.2f} s in the median"
    )
    for name, seconds in found["parts"].items():
        print(f"  {name}: {seconds:.3f} s")
    print(f"scoring is {100 * share:.1f} % of it; {found['megabytes']:.0f} MB at most")
    met = found["seconds"] <= MOST_SECONDS and share <= MOST_SHARE
    print("met" if met else f"MISSED: at most {MOST_SECONDS} s, of which one in twenty is scoring")
    return 0 if met else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings.test")
    sys.exit(main())
