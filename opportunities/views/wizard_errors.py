"""What a service refused, and what somebody else saved meanwhile, put into the form's own words."""

from django.core.exceptions import ValidationError

from common.forms import ForumForm

from .. import services
from ..forms import StepForm
from ..models import Opportunity


def take_errors(form: ForumForm, error: ValidationError) -> None:
    """Put a service's refusal beside the fields it is about; what has no field goes on top."""
    if isinstance(error, services.Untidy) or not hasattr(error, "error_dict"):
        for sentence in error.messages:
            form.add_error(None, sentence)
        return
    for name, messages_ in error.message_dict.items():
        for sentence in messages_:
            form.add_error(name if name in form.fields else None, sentence)


def differences(form: StepForm, saved: Opportunity) -> list[tuple[str, str]]:
    """What is saved now where it differs from what was typed: both texts stay readable."""
    found = []
    for name, value in form.initial_from(saved).items():
        field = form.fields.get(name)
        if field is None or field.widget.is_hidden:
            continue
        if form.cleaned_data.get(name, value) != value and isinstance(value, str):
            found.append((str(field.label), value))
    return found
