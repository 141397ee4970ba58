"""Taking a whole list into the vocabulary: starter, ESCO, the government framework.

Three-way: a list's new edition is compared with what the list said last time (SourceRecord), and
only what the *list* changed is taken over, where no custodian changed the same thing. So a second
run with the same files changes nothing, and an edit made here survives every import.

Rows are planned one by one in memory and written in chunks; each row is written whole or not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import DatabaseError, transaction
from django.utils import timezone

from skills.choices import Kind, Status
from skills.models import (
    ALIAS_LENGTH,
    DESCRIPTION_LENGTH,
    NAME_LENGTH,
    Skill,
    SkillAlias,
    SourceRecord,
)
from skills.names import fold
from skills.reading.records import Batch, Problem, SkillRecord
from skills.services.intake_links import plan_and_write_links
from skills.services.terms import free_slug

CHUNK = 500
FIELDS = ("name", "kind", "description", "uri_exact", "uri_close")


@dataclass
class Tally:
    """What an intake did, or in a dry run would do."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    links_added: int = 0
    links_removed: int = 0
    skipped: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Plan:
    """All that one row of a list does to the database."""

    record: SkillRecord
    skill: Skill
    is_new: bool
    memory: SourceRecord
    memory_is_new: bool = True
    add: list[str] = field(default_factory=list)
    drop: set[str] = field(default_factory=set)

    def forget_failed_write(self) -> None:
        """Undo what a rolled back bulk_create left on the instances."""
        if self.is_new:
            self.skill.pk, self.skill._state.adding = None, True
        if self.memory_is_new:
            self.memory.pk, self.memory._state.adding = None, True


def take_in(
    batch: Batch, *, dry_run: bool = False, progress: Callable[[int], None] = lambda rows: None
) -> Tally:
    """Take everything a reader found into the vocabulary. ``progress`` hears of rows done."""
    tally = Tally(skipped=batch.skipped, problems=list(batch.problems))
    shelf = Shelf({record.source for record in batch.skills})
    plans: list[Plan] = []
    for record in batch.skills:
        if plan := _plan(record, shelf, tally):
            plans.append(plan)
        if len(plans) >= CHUNK:
            _write(plans, dry_run, tally)
            plans = []
        progress(1)
    _write(plans, dry_run, tally)
    planned = set(shelf.seen) if dry_run else set()
    plan_and_write_links(batch.links, tally, dry_run=dry_run, planned=planned, tick=progress)
    return tally


class Shelf:
    """The vocabulary in memory while a list is taken in: what is there, and what is planned."""

    def __init__(self, sources: Iterable[str]):
        self.skills = {skill.pk: skill for skill in Skill.objects.all()}
        self.memories = {
            (row.source, row.key): row for row in SourceRecord.objects.filter(source__in=sources)
        }
        self.by_uri = {skill.uri_exact: skill for skill in self.skills.values() if skill.uri_exact}
        self.by_name = {fold(skill.name): skill for skill in self.skills.values() if skill.is_live}
        self.slugs = {skill.slug for skill in self.skills.values()}
        self.claimed = {(row.source, row.skill_id) for row in self.memories.values()}
        self.seen: dict[tuple[str, str], SkillRecord] = {}
        self.words: dict[int, set[str]] = {pk: set() for pk in self.skills}
        for pk, folded in SkillAlias.objects.values_list("skill_id", "folded"):
            self.words[pk].add(folded)

    def find(self, record: SkillRecord) -> Skill | None:
        """The skill of an earlier list that this record means: same URI, or same name and free."""
        if record.uri_exact and (skill := self.by_uri.get(record.uri_exact)):
            return skill
        skill = self.by_name.get(fold(record.name))
        if skill is None or not skill.pk or (record.source, skill.pk) in self.claimed:
            return None
        return None if record.uri_exact and skill.uri_exact else skill


def _plan(record: SkillRecord, shelf: Shelf, tally: Tally) -> Plan | None:
    here = (record.source, record.key)
    if reason := _fault(record) or _repeated(record, shelf):
        tally.problems.append(Problem(record.file, record.line, reason))
        return None
    shelf.seen[here] = record
    memory = shelf.memories.get(here)
    if memory and memory.content == record.content:
        tally.unchanged += 1
        return None
    if memory:
        plan = _plan_edition(record, memory, shelf.skills[memory.skill_id], shelf)
    elif skill := shelf.find(record):
        plan = _plan_adoption(record, skill, shelf)
    else:
        plan = _plan_new(record, shelf)
    clash = shelf.by_name.get(fold(plan.skill.name))
    if clash is not None and clash is not plan.skill and plan.skill.is_live:
        del shelf.seen[here]
        reason = f"another skill in use is called “{clash.name}”, and stands for something else"
        tally.problems.append(Problem(record.file, record.line, reason))
        return None
    _remember(plan, shelf)
    return plan


def _plan_new(record: SkillRecord, shelf: Shelf) -> Plan:
    skill = Skill(
        slug=free_slug(record.name, shelf.slugs), **{name: record.content[name] for name in FIELDS}
    )
    plan = Plan(record, skill, True, SourceRecord(source=record.source, key=record.key))
    words = {fold(record.name)}
    for text in record.aliases:
        if fold(text) not in words:
            plan.add.append(text)
            words.add(fold(text))
    return plan


def _plan_adoption(record: SkillRecord, skill: Skill, shelf: Shelf) -> Plan:
    """The list names a skill that is here already: fill what is empty, keep what is written."""
    plan = Plan(record, skill, False, SourceRecord(source=record.source, key=record.key))
    for name in FIELDS:
        if record.content[name] and not getattr(skill, name):
            setattr(skill, name, record.content[name])
    _add_words(plan, [record.name, *record.aliases], shelf)
    return plan


def _plan_edition(record: SkillRecord, memory: SourceRecord, skill: Skill, shelf: Shelf) -> Plan:
    """The list says something new: take over what no custodian has changed since."""
    plan = Plan(record, skill, False, memory, memory_is_new=False)
    before, now = memory.content, record.content
    for name in FIELDS:
        if now[name] != before.get(name) and getattr(skill, name) == before.get(name):
            setattr(skill, name, now[name])
    was = {fold(text) for text in before.get("aliases", [])}
    _add_words(plan, [text for text in now["aliases"] if fold(text) not in was], shelf)
    gone = was - {fold(text) for text in now["aliases"]}
    plan.drop = gone & shelf.words.get(skill.pk, set())
    return plan


def _add_words(plan: Plan, texts: Iterable[str], shelf: Shelf) -> None:
    if plan.skill.status != Status.LIVE:
        return
    held = {fold(plan.skill.name)} | shelf.words.get(plan.skill.pk, set())
    for text in texts:
        if fold(text) not in held:
            plan.add.append(text)
            held.add(fold(text))


def _remember(plan: Plan, shelf: Shelf) -> None:
    skill = plan.skill
    plan.memory.content = plan.record.content
    shelf.slugs.add(skill.slug)
    if skill.is_live:
        shelf.by_name[fold(skill.name)] = skill
    if skill.uri_exact:
        shelf.by_uri[skill.uri_exact] = skill
    if skill.pk:
        shelf.claimed.add((plan.record.source, skill.pk))
        shelf.words[skill.pk] = shelf.words.get(skill.pk, set()) | set(map(fold, plan.add))


def _fault(record: SkillRecord) -> str:
    if not record.name:
        return "the skill has no name"
    if len(record.name) > NAME_LENGTH:
        return f"the name has {len(record.name)} characters, at most {NAME_LENGTH} fit"
    if len(record.description) > DESCRIPTION_LENGTH:
        return f"the description has more than {DESCRIPTION_LENGTH} characters"
    if record.kind not in Kind.values:
        return f"unknown kind “{record.kind[:40]}”"
    for text in record.aliases:
        if not fold(text) or len(fold(text)) > ALIAS_LENGTH or len(text) > ALIAS_LENGTH:
            return f"the alias “{text[:40]}” has more than {ALIAS_LENGTH} characters"
    if len(record.key) > 200 or max(len(record.uri_exact), len(record.uri_close)) > 200:
        return "the address has more than 200 characters"
    return ""


def _repeated(record: SkillRecord, shelf: Shelf) -> str:
    first = shelf.seen.get((record.source, record.key))
    return f"this skill stood in {first.file}, line {first.line} already" if first else ""


def _write(plans: list[Plan], dry_run: bool, tally: Tally) -> None:
    if plans and not dry_run:
        try:
            _write_rows(plans)
        except DatabaseError as error:
            if len(plans) == 1:
                record = plans[0].record
                reason = f"the database refused it: {str(error).splitlines()[0]}"
                tally.problems.append(Problem(record.file, record.line, reason))
                return
            for plan in plans:
                plan.forget_failed_write()
                _write([plan], dry_run, tally)
            return
    tally.created += sum(plan.is_new for plan in plans)
    tally.changed += sum(not plan.is_new for plan in plans)


@transaction.atomic
def _write_rows(plans: list[Plan]) -> None:
    now = timezone.now()
    Skill.objects.bulk_create([plan.skill for plan in plans if plan.is_new])
    kept = {plan.skill.pk: plan.skill for plan in plans if not plan.is_new}
    for skill in kept.values():
        skill.updated = now
    Skill.objects.bulk_update(kept.values(), [*FIELDS, "updated"], batch_size=100)
    for plan in plans:
        if plan.drop:
            SkillAlias.objects.filter(skill_id=plan.skill.pk, folded__in=plan.drop).delete()
        plan.memory.skill_id = plan.skill.pk
    SkillAlias.objects.bulk_create(
        [
            SkillAlias(skill_id=plan.skill.pk, text=text, folded=fold(text))
            for plan in plans
            for text in plan.add
        ]
    )
    memories = [plan.memory for plan in plans]
    fresh = [row for row in memories if row._state.adding]
    known = [row for row in memories if not row._state.adding]
    SourceRecord.objects.bulk_create(fresh)
    SourceRecord.objects.bulk_update(known, ["content"], batch_size=100)
