"""What a custodian sends to take in many organisations, or to make one of two -> clean values."""

from django import forms

from common.forms import ForumForm, OneLine

from .. import tables
from ..choices import OrganisationKind
from ..models import Organisation


class TableForm(ForumForm):
    """A CSV file, looked at first and taken in when it is sent again from the preview."""

    file = forms.FileField(
        label="The table",
        required=False,
        allow_empty_file=True,
        help_text="CSV in UTF-8, up to 600 kB and 5,000 rows. The first row names the columns: name, "
        "kind, district, summary, website, domains, charity, company, council, ror.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    usual_kind = forms.ChoiceField(
        label="What are those that do not say their kind?",
        choices=[("", "Each row says it"), *OrganisationKind.choices],
        required=False,
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=tables.MOST_BYTES)
    with_lookalikes = forms.BooleanField(
        label="Add those that look like another, too", required=False
    )

    rows: list[tables.Row]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = []
        if not self.is_bound or not self.data.get("text"):
            self.fields.pop("with_lookalikes")

    def clean(self) -> dict:
        """Read the file, or the text that the preview sent along."""
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if upload is not None and upload.size > tables.MOST_BYTES:
            self.add_error("file", "The file must be 600 kB or smaller. Send it in parts.")
            return cleaned
        raw = upload.read() if upload is not None else cleaned.get("text", "").encode()
        if not raw and upload is None:
            self.add_error("file", "Choose a file.")
            return cleaned
        try:
            self.rows = tables.read(raw, usual_kind=cleaned.get("usual_kind", ""))
        except tables.Unreadable as error:
            self.add_error("file", str(error))
        else:
            cleaned["text"] = raw.decode("utf-8-sig")
        return cleaned


class MergeForm(ForumForm):
    """Which organisation is it the same as?"""

    other = OneLine(
        label="Which one goes?",
        max_length=200,
        help_text="Its name as it stands here, or the end of its address. Everything of it moves, and "
        "its address leads to the one that stays.",
    )

    def clean_other(self) -> Organisation:
        """The organisation of that name or address."""
        text = self.cleaned_data["other"]
        slug = text.rstrip("/").rpartition("/")[2]
        rows = Organisation.objects.select_related("state")
        found = rows.filter(name__iexact=text).first() or rows.filter(slug=slug).first()
        if found is None:
            raise forms.ValidationError("No organisation here has this name or address.")
        return found
