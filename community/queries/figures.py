"""The figures of a consultation, with what is too small to publish left out."""

from collections import Counter
from typing import Any

from ..choices.consultations import QuestionKind, Respondent, ResponseState
from ..models import Answer, Consultation, Question
from ..suppression import LEAST, one_each, out_of

NO_ANSWER = "No answer"
OF_ALL = frozenset({QuestionKind.MANY, QuestionKind.TEXT})


def figures_of(consultation: Consultation) -> dict[str, Any]:
    """What may be published: the number of responses, who answered, each question, each theme.

    A count that may not be shown is None.
    """
    sent = consultation.responses.sent()
    total = sent.count()
    kinds = Counter(sent.values_list("kind", flat=True))
    named = [(label, kinds[value]) for value, label in Respondent.choices]
    return {
        "responses": total if total >= LEAST else None,
        "by": _rows([label for label, _ in named], one_each([count for _, count in named])),
        "questions": _questions(consultation, total),
        "themes": [
            {"label": theme.title, "count": out_of(count, total)}
            for theme, count in _themes(consultation)
        ],
    }


def raw_figures_of(consultation: Consultation) -> dict[int, Counter[int]]:
    """How often each answer was ticked, by question: exact, for nobody but custodians."""
    return _ticks(consultation)[0]


def _questions(consultation: Consultation, total: int) -> list[dict[str, Any]]:
    ticks, answered = _ticks(consultation)
    return [
        _question(number, question, ticks[question.pk], answered[question.pk], total)
        for number, question in enumerate(consultation.questions.all(), start=1)
    ]


def _question(
    number: int, question: Question, ticks: Counter[int], answered: int, total: int
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": number,
        "text": question.text,
        "kind": question.kind,
        "answered": out_of(answered, total),
        "rows": [],
    }
    choices = question.choices
    counts = [ticks[place] for place in range(1, len(choices) + 1)]
    if question.kind == QuestionKind.MANY:
        told["rows"] = _rows(choices, [out_of(count, total) for count in counts])
    elif choices:
        # Those without an answer are one of the cells, so that nobody can work them out.
        told["rows"] = _rows([*choices, NO_ANSWER], one_each([*counts, total - answered]))
        told["answered"] = None
    return told


def _rows(labels: list[str], counts: list[int | None]) -> list[dict[str, Any]]:
    return [
        {"label": str(label), "count": count} for label, count in zip(labels, counts, strict=True)
    ]


def _ticks(consultation: Consultation) -> tuple[dict[int, Counter[int]], dict[int, int]]:
    ticks: dict[int, Counter[int]] = {
        question.pk: Counter() for question in consultation.questions.all()
    }
    answered = dict.fromkeys(ticks, 0)
    rows = Answer.objects.filter(
        response__consultation=consultation, response__state=ResponseState.SENT
    )
    for question, picked in rows.values_list("question_id", "picked").iterator():
        ticks[question].update(picked)
        answered[question] += 1  # a row is there only for what was answered
    return ticks, answered


def _themes(consultation: Consultation) -> list[tuple[Any, int]]:
    found = Counter(
        consultation.responses.sent().filter(themes__isnull=False).values_list("themes", flat=True)
    )
    return [(theme, found[theme.pk]) for theme in consultation.themes.all()]
