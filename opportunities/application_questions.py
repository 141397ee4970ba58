"""What an applicant is asked, in the poster's choice and order, and what counts as an answer."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from .application_choices import Question
from .models import Opportunity

USUAL = (Question.WHY, Question.LEARN)
MOST = 4000
_URL = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Asked:
    """One question: its name, its words, and whether it wants an answer."""

    name: str
    text: str
    needed: bool = True


def asked(opportunity: Opportunity) -> list[Asked]:
    """The questions of an opportunity. Where nobody chose any: why, and what they want to learn."""
    form = getattr(opportunity, "application_form", None)
    chosen = form.questions if form else USUAL
    found = [
        Asked(question.value, str(question.label), needed=question != Question.LINK)
        for question in Question
        if question in chosen and question != Question.OWN
    ]
    if form and form.own_question:
        found.append(Asked(Question.OWN.value, form.own_question))
    return found


def checked_answer(question: str, text: str) -> str:
    """The answer as it is kept. Raises ValidationError when it is too long, or no web address."""
    text = text.strip()
    if len(text) > MOST:
        raise ValidationError(f"This must be {MOST} characters or fewer.")
    if question == Question.LINK and text:
        try:
            _URL(text)
        except ValidationError:
            raise ValidationError(
                "Give a whole web address that starts with https://, or leave it empty."
            ) from None
        if not urlsplit(text).hostname or "@" in urlsplit(text).netloc:
            raise ValidationError("Give a web address without a name or password in it.")
    return text
