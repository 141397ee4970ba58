"""What pages of consultations read."""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.urls import reverse

from mission.models import Node

from ..choices.consultations import SEEN_BY_ALL, QuestionKind
from ..models import Answer, Comment, Consultation

MOST_SHOWN = 400
ON_A_STEP = 12


def shown_comments(consultation: Consultation) -> tuple[dict[int, list[Any]], dict[int, list[Any]]]:
    """Comments that may be read, by paragraph and by step."""
    by_paragraph, by_step = defaultdict(list), defaultdict(list)
    rows = Comment.objects.shown().filter(response__consultation=consultation)
    for row in rows.select_related("response").order_by("pk")[:MOST_SHOWN]:
        told = {"text": row.text, "who": row.response.shown_as}
        if row.paragraph:
            by_paragraph[row.paragraph].append(told)
        else:
            by_step[row.node_id].append(told)
    return dict(by_paragraph), dict(by_step)


def shown_answers(consultation: Consultation) -> dict[int, list[dict[str, str]]]:
    """Words that may be quoted, by question."""
    found = defaultdict(list)
    rows = Answer.objects.shown().filter(
        response__consultation=consultation, question__kind=QuestionKind.TEXT
    )
    for row in rows.select_related("response").order_by("pk")[:MOST_SHOWN]:
        found[row.question_id].append({"text": row.text, "who": row.response.shown_as})
    return dict(found)


def steps_of(consultation: Consultation) -> list[Node]:
    """The steps of the theory of change that can be commented on, in their order."""
    if not consultation.asks_steps:
        return []
    return list(Node.objects.select_related("row").order_by("row__order", "order", "pk"))


def asking_about(node: Node) -> list[dict[str, Any]]:
    """The open consultations in which this step can be commented on, or is asked about."""
    rows = Consultation.objects.open().filter(Q(asks_steps=True) | Q(questions__node=node))
    return [
        {"consultation": row, "url": comment_address(row, node)}
        for row in rows.distinct().order_by("closes", "pk")
    ]


def asking_about_steps() -> Consultation | None:
    """The open consultation that takes comments on every step; the one that closes first."""
    return Consultation.objects.open().filter(asks_steps=True).order_by("closes", "pk").first()


def comment_address(consultation: Consultation, node: Node) -> str:
    """Where somebody comments on one step: the form, open at that step."""
    form = reverse("community:respond", args=[consultation.slug])
    return f"{form}?step={node.slug}#step-{node.slug}" if consultation.asks_steps else form


def said_about(node: Node) -> list[dict[str, Any]]:
    """The newest comments on a step that may be read, with where all of them stand."""
    rows = Comment.objects.shown().filter(node=node, response__consultation__state__in=SEEN_BY_ALL)
    return [
        {
            "text": row.text,
            "who": row.response.shown_as,
            "consultation": row.response.consultation,
            "url": f"{row.response.consultation.get_absolute_url()}#step-{node.pk}",
        }
        for row in rows.select_related("response__consultation").order_by("-pk")[:ON_A_STEP]
    ]
