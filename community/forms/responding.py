"""The form that a consultation is answered with: made from its questions, paragraphs and steps."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from common.typed import Copy
from mission.models import Node

from ..choices.consultations import Consent, QuestionKind
from ..drafts import Paragraph, numbered
from ..guest_links import read_form_token
from ..models import Consultation, Question, Response
from ..models.responses import TEXT_LENGTH
from ..services.responding import Words

CONSENT = "May what you write be published, once a custodian has read it?"
CONSENTS = (
    (Consent.NAMED, "Yes, with the name that I give"),
    (Consent.UNNAMED, "Yes, without a name"),
    (Consent.NO, "No. Count my answers, and show nobody my words"),
)


class RespondForm(ChangingForm):
    """Fields ``q_<question>``, ``p_<paragraph>`` and ``s_<step>``, then consent and a name."""

    def __init__(
        self,
        *args: Any,
        consultation: Consultation,
        questions: Iterable[Question],
        steps: Iterable[Node] = (),
        sending: bool = True,
        named: bool = True,
        **kwargs: Any,
    ) -> None:
        self.consultation = consultation
        self.questions = list(questions)
        self.steps = list(steps)
        self.paragraphs: list[Paragraph] = numbered(consultation.body)
        super().__init__(*args, **kwargs)
        for question in self.questions:
            self.fields[f"q_{question.pk}"] = _field(question, required=sending)
        for paragraph in self.paragraphs:
            self.fields[f"p_{paragraph.number}"] = _comment(
                f"Your comment on paragraph {paragraph.number}"
            )
        for step in self.steps:
            self.fields[f"s_{step.pk}"] = _comment(f"Your comment on “{step.title}”")
        consents = CONSENTS if named else CONSENTS[1:]
        self.fields["consent"] = forms.ChoiceField(
            label=CONSENT, choices=consents, widget=forms.RadioSelect, required=sending
        )
        if named:
            self.fields["name"] = OneLine(
                label="The name to show",
                max_length=120,
                required=False,
                help_text="Only where you said yes, with the name.",
            )
        self.fields["version"].initial = self.fingerprint

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if (
            found.get("consent") == Consent.NAMED
            and not found.get("name")
            and "name" in self.fields
        ):
            self.add_error("name", "Give the name that may be shown, or choose “without a name”.")
        return found

    @property
    def words(self) -> Words:
        """What was typed, for the verb that keeps it."""
        found = self.cleaned_data
        picked: dict[int, list[int]] = {}
        texts: dict[int, str] = {}
        for question in self.questions:
            value = found.get(f"q_{question.pk}") or ""
            if question.kind == QuestionKind.TEXT:
                texts[question.pk] = value
            elif value:
                ticked = value if isinstance(value, list) else [value]
                picked[question.pk] = [int(one) for one in ticked]
        return Words(
            picked=picked,
            texts=texts,
            paragraphs={
                one.number or 0: found.get(f"p_{one.number}") or "" for one in self.paragraphs
            },
            steps={step.pk: found.get(f"s_{step.pk}") or "" for step in self.steps},
            name=found.get("name") or "",
            consent=found.get("consent") or Consent.NO,
        )

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The questions, in their order."""
        return [self[f"q_{question.pk}"] for question in self.questions]

    @property
    def comment_fields(self) -> list[dict[str, Any]]:
        """Each paragraph with the box for a comment; open where there is one."""
        return [
            _shown(self[f"p_{one.number}"], f"Paragraph {one.number}", one.html)
            for one in self.paragraphs
        ]

    @property
    def step_fields(self) -> list[dict[str, Any]]:
        """Each step of the theory of change with its box."""
        return [
            {
                **_shown(self[f"s_{step.pk}"], step.title, step.text),
                "id": f"step-{step.slug}",
                "slug": step.slug,
            }
            for step in self.steps
        ]

    @property
    def last_fields(self) -> list[forms.BoundField]:
        """What is asked at the end."""
        return [self[name] for name in ("consent", "name", "receipt_to") if name in self.fields]

    @property
    def copies(self) -> list[Copy]:
        """What was typed, to copy where it could not be taken."""
        found = []
        for bound in self.visible_fields():
            value = bound.value()
            chosen = dict(getattr(bound.field, "choices", ()))
            if chosen:
                ticked = value if isinstance(value, list) else [value]
                value = ", ".join(str(chosen[one]) for one in ticked if one in chosen)
            if value and bound.name != "website":
                found.append(Copy(str(bound.label), str(value)))
        return found


class GuestForm(RespondForm):
    """For whoever came by a link in a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receipt_to"] = forms.EmailField(
            label="Mail me a receipt",
            required=False,
            max_length=254,
            help_text="Give the same address again: we do not keep it, so we cannot know it here.",
        )


class UnnamedForm(RespondForm):
    """For whom nobody knows. A signed token lets each showing be sent once, and not in a blink."""

    token = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        label="Leave this empty", max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, named=False, **kwargs)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("Leave this field empty. It is there for programs.")
        return ""

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        try:
            key = read_form_token(self.consultation.pk, found.get("token", ""))
        except ValueError as error:
            raise ValidationError(str(error)) from None
        found["idempotency_key"] = key
        return found

    @property
    def content(self) -> dict[str, Any]:
        return {name: value for name, value in super().content.items() if name != "token"}


class LinkForm(ForumForm):
    """Which mailbox a link goes to."""

    address = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We send one mail with a link. Of the address we keep a code that cannot be read back.",
    )


def saved_in(response: Response | None) -> dict[str, Any]:
    """What is kept of a response, by the names of the form's fields."""
    if response is None:
        return {}
    found: dict[str, Any] = {"name": response.name, "consent": response.consent}
    for answer in response.answers.select_related("question"):
        kind = answer.question.kind
        ticked = [str(one) for one in answer.picked]
        value: Any = answer.text if kind == QuestionKind.TEXT else ticked
        if kind in (QuestionKind.ONE, QuestionKind.SCALE):
            value = ticked[0] if ticked else ""
        found[f"q_{answer.question_id}"] = value
    for comment in response.comments.all():
        place = f"p_{comment.paragraph}" if comment.paragraph else f"s_{comment.node_id}"
        found[place] = comment.text
    return found


def _field(question: Question, *, required: bool) -> forms.Field:
    required = question.required and required
    told: dict[str, Any] = {
        "label": question.text, "help_text": question.hint, "required": required
    }  # fmt: skip
    if question.kind == QuestionKind.TEXT:
        return PlainText(max_length=TEXT_LENGTH, **told)
    choices = [(str(place), words) for place, words in enumerate(question.choices, start=1)]
    if question.kind == QuestionKind.MANY:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **told
        )
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)


def _comment(label: str) -> PlainText:
    return PlainText(
        label=label,
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _shown(bound: forms.BoundField, title: str, text: str) -> dict[str, Any]:
    return {
        "field": bound,
        "title": title,
        "text": text,
        "open": bool(bound.value() or bound.errors),
    }
