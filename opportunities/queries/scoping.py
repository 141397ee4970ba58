"""Reads about help with drafts, and about the versions of their text."""

import difflib
import re
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, IntegerField, QuerySet, Value, When
from wagtail.models import Revision

from ..choices import ScopingState
from ..models import Opportunity, Scoping, ScopingComment
from .partners import shown_partners

OPEN = (ScopingState.ASKED, ScopingState.HELPING)
MOST_VERSIONS = 50
DESK = "opportunities.help"
NO_WORDS = frozenset({"latest_revision", "latest_revision_created_at", "has_unpublished_changes"})


def of(opportunity: Opportunity) -> Scoping | None:
    """The help asked for with a draft, if any."""
    return (
        Scoping.objects.filter(pk=opportunity.pk)
        .select_related(
            "opportunity__organisation", "opportunity__state__submitted_by", "asked_by", "helper"
        )
        .first()
    )


def on_the_desk() -> QuerySet[Scoping]:
    """What is asked and not handed back: what nobody has taken comes first, the oldest on top."""
    untaken = Case(
        When(state=ScopingState.ASKED, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return (
        Scoping.objects.filter(state__in=OPEN)
        .select_related("opportunity__organisation")
        .prefetch_related(shown_partners("opportunity__"))
        .order_by(untaken, "asked_at", "pk")
    )


def open_remarks(opportunity: Opportunity) -> list[ScopingComment]:
    """Comments that nobody has ticked off yet, to show beside the questions."""
    rows = ScopingComment.objects.filter(scoping_id=opportunity.pk, done_at__isnull=True)
    return list(rows.select_related("author").order_by("pk"))


def versions(opportunity: Opportunity) -> list[Revision]:
    """The last versions of a draft's text, newest first. One key for a draft and what is live."""
    rows = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Opportunity),
        object_id=str(opportunity.pk),
    )
    return list(rows.select_related("user").order_by("-created_at", "-pk")[:MOST_VERSIONS])


def changed_fields(newer: Revision, older: Revision | None) -> list[str]:
    """Names of the fields that a version changed against the one before it."""
    if older is None:
        return []
    now, then = newer.content, older.content
    return [
        name for name in now if name not in NO_WORDS and _plain(now, name) != _plain(then, name)
    ]


def _plain(content: dict[str, Any], name: str) -> Any:
    value = content.get(name)
    if name != "requirements":
        return value
    return [(row.get("skill"), row.get("level"), row.get("essential")) for row in value or []]


def word_changes(before: str, after: str) -> list[tuple[str, str]]:
    """Runs of words: ("same" | "gone" | "new", text). What is a line break stays one."""
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(("gone", "".join(old[a:b])))
        if d > c:
            found.append(("new", "".join(new[c:d])))
    return found
