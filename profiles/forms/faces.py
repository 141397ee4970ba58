"""What a lead says about an organisation beside its text: aims, hosting, numbers, logo -> clean values."""

from django import forms

from common.forms import ForumForm, OneLine
from common.stale import ChangingForm
from mission.models import Priority, Theme

from .. import logos, registers
from ..choices import Hosting, Register

HINTS = {
    Register.CHARITY: "At the Charity Commission, or in Scotland (SC0…) or Northern Ireland (NIC…).",
    Register.COMPANY: "At Companies House: eight characters. Leave it empty if you are not a company.",
    Register.COUNCIL: "The code that the Office for National Statistics uses, such as E08000026.",
    Register.ROR: "From ror.org, such as https://ror.org/01a77tt86.",
}


class AimsForm(ChangingForm):
    """Would it host somebody, and what does it work towards?"""

    hosting = forms.ChoiceField(
        label="Would you host a student or an analyst?",
        choices=[("", "We have not said"), *Hosting.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="Shown in the directory. It binds nobody, and you can change it any day.",
    )
    priorities = forms.ModelMultipleChoiceField(
        label="Which of the Forum’s priorities do you work towards?",
        queryset=Priority.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.ModelMultipleChoiceField(
        label="Which themes do you care about?",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class RegistersForm(ChangingForm):
    """The numbers that public registers gave it: those that its kind may have."""

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.registers = [Register(name) for name in registers.BY_KIND[kind]]
        for register in self.registers:
            self.fields[register.value] = OneLine(
                label=register.label, max_length=60, required=False, help_text=HINTS[register]
            )
        self.order_fields([*(register.value for register in self.registers)])

    def clean(self) -> dict:
        """Each as its register writes it, or the reason why it cannot be."""
        cleaned = super().clean() or self.cleaned_data
        for register in self.registers:
            typed = cleaned.get(register.value)
            if typed is None:
                continue
            try:
                cleaned[register.value] = registers.settle(register, typed)
            except registers.WrongNumber as error:
                self.add_error(register.value, str(error))
        return cleaned

    def numbers(self) -> dict[str, str]:
        """``{register: number}``, for the verb."""
        return {register.value: self.cleaned_data[register.value] for register in self.registers}


class LogoForm(ForumForm):
    """A picture to be drawn anew."""

    logo = forms.FileField(
        label="Your logo",
        allow_empty_file=True,
        help_text="PNG, JPEG or WebP, up to 900 kB and 4,000 by 4,000 pixels. We draw it anew, so "
        "nothing hidden in the file is kept.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": "Choose a picture."},
    )

    def clean_logo(self):
        """Refuse early what is too heavy; the rest is judged when it is drawn."""
        upload = self.cleaned_data["logo"]
        if upload.size > logos.MOST_BYTES:
            raise forms.ValidationError(logos.TOO_HEAVY)
        return upload
