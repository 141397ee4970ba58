"""What parties and custodians write about a ring."""

from django import forms

from common.forms import ForumForm, PlainText
from profiles.forms.memberships import OrganisationByName


class AcceptPartForm(ForumForm):
    """Yes, and whether the name may be shown."""

    may_name = forms.BooleanField(
        label="Show our name with this ring on the public page, once it has started",
        help_text="It is shown only if every organisation in it ticks this.",
        required=False,
    )


class DeclinePartForm(ForumForm):
    """No, with a reason that stays with the custodians."""

    reason = PlainText(
        label="Why not, if you want to say",
        help_text="Only the custodians read this, never the others.",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StopRingForm(ForumForm):
    """Why a custodian ends a ring; whoever was asked reads it."""

    reason = PlainText(
        label="Why it ends",
        help_text="Whoever was asked reads this. Name nobody.",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SearchForm(ForumForm):
    """A search is asked for: nothing to fill in but the key."""


class LinkForm(ForumForm):
    """Two organisations that worked together before."""

    one = OrganisationByName(label="One organisation", help_text="Its name, or a part of it.")
    other = OrganisationByName(label="The other", help_text="Its name, or a part of it.")

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.fields[name].seen_by = reader  # type: ignore[attr-defined]
