"""Verbs on single terms: create, alias, link, retire, restore, merge.

``by`` is the custodian, or ``None`` for the command line. Each verb raises PermissionDenied for
anybody else, and ValidationError with a sentence when the words do not do.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from common import activity
from common.states import IllegalMove, move
from skills.choices import STATUS_MOVES, Kind, LinkKind, Status
from skills.models import Skill, SkillAlias, SkillLink
from skills.names import fold, slug_text
from skills.policies import may_edit_vocabulary
from skills.queries import all_broader
from skills.signals import skill_merged, skill_retired


@transaction.atomic
def create_skill(
    *,
    name: str,
    by,
    kind: str = Kind.PRACTICE,
    description: str = "",
    aliases: Iterable[str] = (),
) -> Skill:
    """Add a term to the vocabulary, with the words people use for it."""
    _demand(by)
    skill = Skill(name=" ".join(name.split()), kind=kind, description=description.strip())
    skill.slug = free_slug(skill.name)
    skill.full_clean()
    skill.save()
    for text in aliases:
        add_alias(skill, text, by=by)
    activity.record("skills.created", by=by, about=skill)
    return skill


@transaction.atomic
def add_alias(skill: Skill, text: str, *, by) -> SkillAlias:
    """Let people find the skill by another word. Adding it twice changes nothing."""
    _demand(by)
    if not skill.is_live:
        raise ValidationError("Only a skill in use can be given another word.")
    alias = SkillAlias(skill=skill, text=" ".join(text.split()))
    alias.folded = fold(alias.text)
    known = SkillAlias.objects.filter(skill=skill, folded=alias.folded).first()
    if known:
        return known
    if alias.folded == fold(skill.name):
        raise ValidationError("This is the skill's own name.")
    alias.full_clean()
    alias.save()
    _touch(skill)
    activity.record("skills.alias_added", by=by, about=skill, alias=alias.pk)
    return alias


@transaction.atomic
def remove_alias(skill: Skill, text: str, *, by) -> None:
    """Stop finding the skill by a word. Nothing happens when it was not one of its words."""
    _demand(by)
    gone, _ = SkillAlias.objects.filter(skill=skill, folded=fold(text)).delete()
    if gone:
        _touch(skill)
        activity.record("skills.alias_removed", by=by, about=skill)


@transaction.atomic
def link_skills(skill: Skill, *, to: Skill, kind: str, by) -> SkillLink:
    """Say that ``skill`` is part of ``to`` (broader) or goes with it (related).

    Raises ValidationError for a link to itself and for a circle of broader skills.
    """
    _demand(by)
    if skill.pk == to.pk:
        raise ValidationError("A skill cannot be linked to itself.")
    if kind == LinkKind.BROADER and skill.pk in all_broader(to.pk):
        raise ValidationError(f"“{to}” is already part of “{skill}”.")
    if kind == LinkKind.RELATED:
        reverse = SkillLink.objects.filter(source=to, target=skill, kind=kind).first()
        if reverse:
            return reverse
    link, made = SkillLink.objects.get_or_create(source=skill, target=to, kind=kind)
    if made:
        _touch(skill)
        activity.record("skills.linked", by=by, about=skill, other=to.pk, kind=str(kind))
    return link


@transaction.atomic
def unlink_skills(skill: Skill, *, other: Skill, by) -> None:
    """Remove every link between the two."""
    _demand(by)
    links = SkillLink.objects.filter(source__in=[skill, other], target__in=[skill, other])
    if links.delete()[0]:
        _touch(skill)
        activity.record("skills.unlinked", by=by, about=skill, other=other.pk)


@transaction.atomic
def retire_skill(skill: Skill, *, by, instead: Skill | None = None) -> Skill:
    """Take a skill out of use. Who holds it keeps it; nobody can choose it any more.

    Its words go to ``instead`` where one is named, and otherwise lead nowhere from now on.
    Raises IllegalMove unless it is in use.
    """
    _demand(by)
    if instead is not None and (instead.pk == skill.pk or not instead.is_live):
        raise ValidationError("The skill to use instead has to be another one, in use.")
    move(skill, Status.RETIRED, moves=STATUS_MOVES, field="status")
    if instead is not None:
        _hand_over_words(skill, instead)
        _touch(instead)
    skill.aliases.all().delete()
    _touch(skill)
    facts = {"instead": instead.pk} if instead else {}
    activity.record("skills.retired", by=by, about=skill, **facts)
    skill_retired.send(sender=Skill, skill_id=skill.pk)
    return skill


@transaction.atomic
def restore_skill(skill: Skill, *, by) -> Skill:
    """Bring a retired skill back into use.

    Raises IllegalMove unless it is retired, ValidationError when its name is taken meanwhile.
    """
    _demand(by)
    if Skill.objects.live().exclude(pk=skill.pk).filter(name__iexact=skill.name).exists():
        raise ValidationError("Another skill in use has this name.")
    if skill.status != Status.RETIRED:
        raise IllegalMove(skill.status, Status.LIVE)
    move(skill, Status.LIVE, moves=STATUS_MOVES, field="status")
    _touch(skill)
    activity.record("skills.restored", by=by, about=skill)
    return skill


@transaction.atomic
def merge_skills(skill: Skill, *, into: Skill, by) -> Skill:
    """Make two terms one. Its name, words, links and sources go to ``into``; its row stays.

    Sends ``skill_merged`` inside the transaction: the apps above point their rows at ``into``.
    Raises IllegalMove when ``skill`` was merged before, ValidationError when ``into`` is not
    another skill in use.
    """
    _demand(by)
    into = Skill.objects.select_for_update().get(pk=into.pk)
    if into.pk == skill.pk or not into.is_live:
        raise ValidationError("A skill can only be merged into another one that is in use.")
    move(skill, Status.MERGED, moves=STATUS_MOVES, field="status")
    skill.merged_into = into
    skill.save(update_fields=["merged_into", "updated"])
    Skill.objects.filter(merged_into=skill).update(merged_into=into, updated=timezone.now())
    _hand_over_words(skill, into)
    _hand_over_links(skill, into)
    skill.source_records.update(skill=into)
    if not into.uri_exact:
        into.uri_exact = skill.uri_exact
    into.uri_close = into.uri_close or skill.uri_close
    into.save()
    activity.record("skills.merged", by=by, about=skill, into=into.pk)
    skill_merged.send(sender=Skill, skill_id=skill.pk, into_id=into.pk)
    return into


def free_slug(name: str, taken: set[str] | None = None) -> str:
    """An address nobody has. ``taken`` spares the query when many are made."""
    stem = slug_text(name)
    if taken is None:
        taken = set(Skill.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _demand(by) -> None:
    if not may_edit_vocabulary(by):
        raise PermissionDenied("Only custodians change the vocabulary.")


def _touch(skill: Skill) -> None:
    """The vocabulary's version is made of ``updated``, so that every change has to move it."""
    skill.updated = timezone.now()
    Skill.objects.filter(pk=skill.pk).update(updated=skill.updated)


def _hand_over_words(skill: Skill, heir: Skill) -> None:
    held = set(SkillAlias.objects.filter(skill=heir).values_list("folded", flat=True))
    held.add(fold(heir.name))
    words = [skill.name, *SkillAlias.objects.filter(skill=skill).values_list("text", flat=True)]
    for text in words:
        if fold(text) not in held:
            SkillAlias.objects.create(skill=heir, text=text)
            held.add(fold(text))
    SkillAlias.objects.filter(skill=skill).delete()


def _hand_over_links(skill: Skill, heir: Skill) -> None:
    known = set(SkillLink.objects.values_list("source", "target", "kind"))
    for link in SkillLink.objects.filter(source=skill) | SkillLink.objects.filter(target=skill):
        source = heir.pk if link.source_id == skill.pk else link.source_id
        target = heir.pk if link.target_id == skill.pk else link.target_id
        circle = link.kind == LinkKind.BROADER and source in all_broader(target)
        repeated = {(source, target, link.kind), (target, source, link.kind)} & known
        link.delete()
        if source != target and not circle and not repeated:
            SkillLink.objects.create(source_id=source, target_id=target, kind=link.kind)
            known.add((source, target, link.kind))
