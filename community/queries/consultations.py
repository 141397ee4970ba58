"""What pages of consultations read."""

from collections import defaultdict
from typing import Any

from mission.models import Node

from ..choices.consultations import QuestionKind
from ..models import Answer, Comment, Consultation

MOST_SHOWN = 400


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
