"""What a custodian enters for a lunch: how many sit at each table."""

import re

from django import forms

from common.forms import ForumForm, OneLine

MOST_TABLES, MOST_SEATS = 60, 40
NO_SIZES = (
    "Write how many sit at a table, such as 8, or one number for each table, such as 8, 8, 6."
)


class TablesForm(ForumForm):
    """One number for all tables, or one for each."""

    sizes = OneLine(
        label="Seats at each table",
        max_length=200,
        help_text="One number for all tables, such as 8, or one for each, such as 8, 8, 6.",
    )

    def clean_sizes(self) -> list[int]:
        """The numbers. Two to forty at a table."""
        typed = self.cleaned_data["sizes"]
        if not re.fullmatch(r"[0-9]{1,3}([ ,;]+[0-9]{1,3})*[ ,;]*", typed):
            raise forms.ValidationError(NO_SIZES)
        sizes = [int(one) for one in re.findall("[0-9]+", typed)]
        if not all(2 <= one <= MOST_SEATS for one in sizes):
            raise forms.ValidationError(f"At a table sit 2 to {MOST_SEATS} people.")
        if len(sizes) > MOST_TABLES:
            raise forms.ValidationError(f"That is more than {MOST_TABLES} tables.")
        return sizes
