"""A CV handed in. What is in it is looked at by the verb."""

from django import forms

from common.forms import ForumForm

from ..documents import LARGEST


class CvForm(ForumForm):
    """One file."""

    file = forms.FileField(
        label="Your CV",
        allow_empty_file=True,
        help_text="PDF, DOCX or ODT, 5 MB at most, without macros or a password.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt"}),
        error_messages={
            "required": "Choose a file.",
            "empty": "This file is empty. Save it again and choose it once more.",
        },
    )

    def clean_file(self):
        """Refuse what is too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(
                "This file is larger than 5 MB. Save it without large pictures."
            )
        return upload
