"""What people type about who speaks for an organisation, and what joins or parts two of them."""

from django import forms

from common.forms import ForumForm, OneLine

from ..choices import Nature, RelationKind, Role
from ..models import Membership, Organisation

WHAT_THEY_MAY: dict[str, str] = {
    Role.MEMBER: "drafts in its name",
    Role.SUPERVISOR: "drafts, and looks after people on placements",
    Role.LEAD: "everything: sends drafts in, changes its page, decides who speaks for it",
}
ROLES = [(value, f"{label}: {WHAT_THEY_MAY[value]}") for value, label in reversed(Role.choices)]


class InviteForm(ForumForm):
    """Who should speak for it?"""

    address = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        help_text="They get one mail and one reminder. The invitation is good for 14 days, once, "
        "and only for this address.",
        error_messages={"invalid": "Enter an address such as name@example.org.uk."},
    )
    role = forms.ChoiceField(
        label="As what?", choices=ROLES, widget=forms.RadioSelect, initial=Role.MEMBER
    )


class RoleForm(ForumForm):
    """What a member is from now on."""

    role = forms.ChoiceField(label="What are they?", choices=ROLES, widget=forms.RadioSelect)


class JoinForm(ForumForm):
    """Ask its leads."""

    note = OneLine(
        label="A line to its leads",
        max_length=300,
        required=False,
        help_text="What you do there, for example. They also see your name and e-mail address.",
    )


class DecisionForm(ForumForm):
    """Yes or no to somebody who asked."""

    decision = forms.ChoiceField(
        label="What do you say?",
        choices=[("yes", "Yes, they speak for us"), ("no", "No. They are told kindly")],
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(
        label="If yes, as what?", choices=ROLES, widget=forms.RadioSelect, initial=Role.MEMBER
    )


class SuccessorField(forms.ModelChoiceField):
    """One of the members, by name."""

    def label_from_instance(self, obj: Membership) -> str:  # type: ignore[override]
        return f"{obj.user.name or 'No name given'}, {obj.get_role_display().lower()}"


class LeaveForm(ForumForm):
    """Who goes on, where the last lead leaves."""

    successor = SuccessorField(
        label="Who leads it from now on?",
        queryset=Membership.objects.none(),
        required=False,
        empty_label="Choose a colleague",
    )

    def __init__(self, *args, colleagues, needed: bool, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        field.queryset = colleagues  # type: ignore[attr-defined]
        field.required = needed
        field.error_messages["required"] = "Choose who leads it from now on."
        if not needed:
            del self.fields["successor"]


class AskRescueForm(ForumForm):
    """A lead who cannot go on."""

    words = OneLine(
        label="What should the custodians know?",
        max_length=300,
        required=False,
        help_text="Whom they could ask, for example.",
    )


class RescueForm(ForumForm):
    """A custodian finds a lead."""

    member = SuccessorField(
        label="Make a member its lead",
        queryset=Membership.objects.none(),
        required=False,
        empty_label="Nobody of these",
    )
    address = forms.EmailField(
        label="Or invite somebody to lead it",
        max_length=254,
        required=False,
        error_messages={"invalid": "Enter an address such as name@example.org.uk."},
    )
    reason = OneLine(
        label="Why them?",
        max_length=300,
        help_text="How you know that they may speak for it. It is kept with the record.",
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """One of the two."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("member")) == bool(cleaned.get("address")) and not self.errors:
            raise forms.ValidationError("Choose a member, or type an address: one of the two.")
        return cleaned


class OrganisationByName(OneLine):
    """An organisation that the reader may see, by its name as they type it."""

    def __init__(self, **kwargs):
        super().__init__(max_length=160, **kwargs)
        self.seen_by = None

    def clean(self, value):
        """The organisation. What is near is suggested in the error."""
        name = super().clean(value)
        if not name:
            return None
        rows = Organisation.objects.visible_to(self.seen_by)
        found = rows.filter(name__iexact=name).first()
        if found is not None:
            return found
        near = list(rows.filter(name__icontains=name).values_list("name", flat=True)[:5])
        if near:
            raise forms.ValidationError(f"Which one do you mean: {'; '.join(near)}?")
        raise forms.ValidationError(
            "We do not know this organisation. Write its name as in the list of organisations."
        )


class RelationForm(ForumForm):
    """Two organisations that know each other already."""

    other = OrganisationByName(label="Which organisation?", help_text="Its name, or a part of it.")
    kind = forms.ChoiceField(
        label="What joins you?", choices=RelationKind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].seen_by = reader  # type: ignore[attr-defined]


class InterestForm(ForumForm):
    """Something that should keep two sides apart."""

    about = OrganisationByName(label="Which organisation?", help_text="Its name, or a part of it.")
    nature = forms.ChoiceField(label="Why?", choices=Nature.choices, widget=forms.RadioSelect)
    note = OneLine(
        label="Anything else",
        max_length=300,
        required=False,
        help_text="Only you and the custodians see it.",
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].seen_by = reader  # type: ignore[attr-defined]
