"""A CV handed in. What is in it is looked at by the verb."""

from typing import Any

from django import forms
from django.core.files import File

from common.forms import ForumForm

from ..documents import LARGEST

WHAT = "PDF, DOCX or ODT, 5 MB at most, without macros or a password."


class CvField(forms.FileField):
    """A file that is to become somebody's CV; too large a one is refused before it is read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", WHAT)
        super().__init__(
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt"}),
            error_messages={
                "required": "Choose a file.",
                "empty": "This file is empty. Save it again and choose it once more.",
            },
            **kwargs,
        )

    def to_python(self, data: Any) -> File[Any] | None:
        upload = super().to_python(data)
        if upload is not None and (upload.size or 0) > LARGEST:
            raise forms.ValidationError(
                "This file is larger than 5 MB. Save it without large pictures."
            )
        return upload


class CvForm(ForumForm):
    """One file."""

    file = CvField(label="Your CV")
