"""The links of a list: broader and related, taken in with the same three-way rule as skills.

What a list said last time about one skill's links is a SourceRecord too, under the source's name
with the kind of link behind it. A link that a custodian removed does not come back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone

from skills.choices import LinkKind
from skills.models import Skill, SkillLink, SourceRecord
from skills.reading.records import LinkRecord, Problem

from .chains import Chains


def plan_and_write_links(
    records: Iterable[LinkRecord],
    tally,
    *,
    dry_run: bool,
    planned: set[tuple[str, str]],
    tick: Callable[[int], None],
) -> None:
    """Take the links in, all in one transaction: they are two columns and a word each.

    ``planned`` holds the (source, key) of skills that this batch brings: in a dry run they are
    not in the database yet.
    """
    wanted = _wanted(records, tally, planned, tick)
    if not wanted:
        return
    sources = {source for source, _, _ in wanted}
    skill_of = _skills_by_key(sources)
    memories = {
        (row.source, row.key): row
        for row in SourceRecord.objects.filter(
            source__in={_label(source, kind) for source, kind, _ in wanted}
        )
    }
    links = Links()
    fresh, known = [], []
    for (source, kind, key), targets in wanted.items():
        memory = memories.get((_label(source, kind), key))
        before = memory.content["targets"] if memory else []
        if before == targets:
            continue
        here = skill_of.get((source, key))
        for target in sorted(set(targets) - set(before)):
            links.want(here, skill_of.get((source, target)), kind)
        for target in sorted(set(before) - set(targets)):
            links.drop(here, skill_of.get((source, target)), kind)
        if memory:
            memory.content = {"targets": targets}
            known.append(memory)
        elif here:
            label, content = _label(source, kind), {"targets": targets}
            fresh.append(SourceRecord(skill_id=here, source=label, key=key, content=content))
    tally.links_added, tally.links_removed = links.added, len(links.gone)
    if not dry_run:
        _write(links, fresh, known)


class Links:
    """The links there are, and what is to be added and taken away."""

    def __init__(self) -> None:
        self.rows = {
            (source, target, kind): pk
            for pk, source, target, kind in SkillLink.objects.values_list(
                "pk", "source_id", "target_id", "kind"
            )
        }
        self.fresh: dict[tuple[int, int, str], None] = {}
        self.gone: set[int] = set()
        self.unwritten = 0

    @property
    def added(self) -> int:
        return len(self.fresh) + self.unwritten

    def want(self, source: int | None, target: int | None, kind: str) -> None:
        if source is None or target is None:  # a dry run, and the skill is only planned
            self.unwritten += 1
            return
        forms = {(source, target, kind)}
        if kind == LinkKind.RELATED:
            forms.add((target, source, kind))
        there = any(form in self.rows or form in self.fresh for form in forms)
        if source != target and not there:
            self.fresh[(source, target, kind)] = None

    def drop(self, source: int | None, target: int | None, kind: str) -> None:
        if source and target and (pk := self.rows.get((source, target, kind))):
            self.gone.add(pk)


def _wanted(records, tally, planned, tick) -> dict[tuple[str, str, str], list[str]]:
    """(source, kind, key) -> targets, in order.

    Rows that name unknown skills, and rows that close a circle, are reported.
    """
    wanted: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    records = list(records)
    skill_of = _skills_by_key({record.source for record in records})
    known = planned | set(skill_of)
    spoken_of = {(r.source, r.key) for r in records if r.kind == LinkKind.BROADER}
    chains = Chains(skill_of, spoken_of)
    for record in records:
        tick(1)
        missing = [k for k in (record.key, record.target) if (record.source, k) not in known]
        if missing and record.strict:
            reason = f"unknown skill {missing[0]}"
            tally.problems.append(Problem(record.file, record.line, reason))
        elif missing:
            tally.skipped += 1
        elif record.kind == LinkKind.BROADER and not chains.take(
            (record.source, record.key), (record.source, record.target)
        ):
            reason = f"{record.key} cannot be part of {record.target}: that would close a circle"
            tally.problems.append(Problem(record.file, record.line, reason))
        elif record.target not in (group := wanted[(record.source, record.kind, record.key)]):
            group.append(record.target)
    return {name: sorted(targets) for name, targets in wanted.items()}


def _skills_by_key(sources: Iterable[str]) -> dict[tuple[str, str], int]:
    rows = SourceRecord.objects.filter(source__in=sources)
    return {(source, key): pk for source, key, pk in rows.values_list("source", "key", "skill_id")}


def _label(source: str, kind: str) -> str:
    return f"{source} {kind}"


@transaction.atomic
def _write(links: Links, fresh: list[SourceRecord], known: list[SourceRecord]) -> None:
    rows = [SkillLink(source_id=s, target_id=t, kind=kind) for s, t, kind in links.fresh]
    SkillLink.objects.bulk_create(rows, batch_size=1000)
    for start in range(0, len(links.gone), 500):
        SkillLink.objects.filter(pk__in=sorted(links.gone)[start : start + 500]).delete()
    SourceRecord.objects.bulk_create(fresh, batch_size=500)
    SourceRecord.objects.bulk_update(known, ["content"], batch_size=100)
    if changed := {row.source_id for row in rows}:
        one = Skill.objects.filter(pk=min(changed))
        one.update(updated=timezone.now())
