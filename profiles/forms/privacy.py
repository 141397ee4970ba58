"""What people answer about their own data: who goes on after them, and that they mean it."""

from django import forms

from common.forms import ForumForm

from ..models import Membership
from .memberships import SuccessorField


class EraseForm(ForumForm):
    """Name who leads each organisation from now on, and type one's address to show that one means it."""

    def __init__(self, *args, user, led, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.led = list(led)
        for organisation in self.led:
            if not organisation.others:
                continue
            colleagues = (
                Membership.objects.filter(organisation=organisation, user__is_active=True)
                .exclude(user=user)
                .select_related("user")
            )
            self.fields[f"heir_{organisation.pk}"] = SuccessorField(
                label=f"Who leads {organisation} from now on?",
                queryset=colleagues,
                required=False,
                empty_label="Nobody: let the custodians find somebody",
            )
        self.fields["address"] = forms.EmailField(
            label="Type your e-mail address",
            help_text="So that nobody does this by mistake.",
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "off"}),
            error_messages={"required": "Type your e-mail address to go on."},
        )

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if address.strip().lower() != self.user.email:
            raise forms.ValidationError("This is not the address of your account.")
        return address

    @property
    def successors(self) -> dict[int, Membership]:
        """The chosen ones, by the organisation they go on with."""
        chosen = {row.pk: self.cleaned_data.get(f"heir_{row.pk}") for row in self.led}
        return {pk: heir for pk, heir in chosen.items() if heir is not None}


class AgreeForm(ForumForm):
    """Yes to the terms of today."""

    agree = forms.BooleanField(
        label="I have read the terms and agree to them",
        error_messages={"required": "Tick this to agree, or have your account erased."},
    )
