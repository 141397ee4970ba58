"""What custodians type about who holds an office."""

from django import forms

from common.forms import OneLine
from common.stale import ChangingForm
from profiles.forms.dates import DateField
from profiles.forms.names import NameField

FIELDS = ("role", "name", "about", "starts", "ends", "named", "said", "order")


class OfficeForm(ChangingForm):
    """One term of office, new or there already."""

    role = OneLine(
        label="Office",
        max_length=120,
        help_text="As the Forum calls it: chair, deputy chair, treasurer, steward.",
        error_messages={"required": "Write which office it is."},
    )
    name = NameField(
        label="Name of the person",
        max_length=120,
        help_text="Custodians see it here. Others see it only with the yes below.",
        error_messages={"required": "Write the name."},
    )
    about = OneLine(
        label="What they do in it",
        max_length=300,
        required=False,
        help_text="One sentence that helps somebody to know whom to ask for what.",
    )
    starts = DateField(
        label="First day of the term", error_messages={"required": "Say when the term starts."}
    )
    ends = DateField(
        label="Last day of the term",
        help_text="They leave the page after this day. The desk reminds you two months before.",
        error_messages={
            "required": "Say when the term ends. An office without an end is not held "
            "by anybody's choice any more."
        },
    )
    named = forms.BooleanField(
        label="They said yes to being named on the public page", required=False
    )
    said = OneLine(
        label="How they said yes",
        max_length=200,
        required=False,
        help_text="When and where, such as: at the meeting of 18 July, by mail on 3 May.",
    )
    address = forms.EmailField(
        label="The address of their account here",
        max_length=254,
        required=False,
        help_text="If they have one: it puts this entry into what they can read and erase about "
        "themselves. It is shown to nobody.",
    )
    order = forms.IntegerField(
        label="Place in the list",
        min_value=0,
        max_value=999,
        initial=0,
        help_text="Lower numbers come first.",
        error_messages={"required": "Write a number, such as 0."},
    )
