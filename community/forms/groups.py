"""Task groups, their members, and who speaks for the Forum elsewhere."""

from typing import Any

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from profiles.forms.dates import DateField

from ..choices.notes import SeriesPart
from ..models import Delegation, TaskGroup
from ..models.groups import PURPOSE_LENGTH, REPORT_LENGTH, WHERE_LENGTH
from .attendance import PersonFields

BOX = forms.Textarea(attrs={"rows": 4})


class NewGroupForm(ForumForm):
    """A task group to begin."""

    title = OneLine(label="Name of the group", max_length=160)
    purpose = PlainText(label="What it is for", max_length=PURPOSE_LENGTH, widget=BOX)
    ends_on = DateField(label="When it ends", help_text="It can be moved later.")


class GroupForm(ChangingForm):
    """A task group that is there."""

    purpose = PlainText(label="What it is for", max_length=PURPOSE_LENGTH, widget=BOX)
    ends_on = DateField(label="When it ends")
    ended = forms.BooleanField(label="It has ended", required=False)

    def __init__(self, *args: Any, row: TaskGroup, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "purpose": row.purpose,
            "ends_on": row.ends_on,
            "ended": row.series.ended_on is not None,
        }
        super().__init__(*args, **kwargs)


class MemberForm(PersonFields):
    """Somebody who joins a series of meetings."""

    part = forms.ChoiceField(
        label="As", choices=SeriesPart.choices, initial=SeriesPart.MEMBER, widget=forms.RadioSelect
    )

    def values(self) -> dict[str, Any]:
        """What is saved."""
        return {**self.person(), "part": self.cleaned_data["part"]}


class _DelegationFields(PersonFields):
    where = OneLine(label="Where they speak for us", max_length=WHERE_LENGTH)
    purpose = PlainText(label="What for", max_length=PURPOSE_LENGTH, required=False, widget=BOX)
    since = DateField(label="From")
    until = DateField(label="Until", help_text="They are asked to report back two weeks before.")

    def values(self) -> dict[str, Any]:
        """What is saved."""
        more = ("where", "purpose", "since", "until")
        return {**self.person(), **{name: self.cleaned_data[name] for name in more}}


class NewDelegationForm(_DelegationFields):
    """Somebody is sent."""

    field_order = ["where", "purpose", "name", "organisation", "named", "account", "since", "until"]


class DelegationForm(ChangingForm, _DelegationFields):
    """A delegation that is there: changed, reported on, or ended."""

    report = PlainText(
        label="What they brought back",
        max_length=REPORT_LENGTH,
        required=False,
        help_text="Published on the page of our representatives.",
        widget=BOX,
    )
    ended = forms.BooleanField(label="It is over", required=False)
    field_order = [*NewDelegationForm.field_order, "report", "ended"]

    def __init__(self, *args: Any, row: Delegation, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "where": row.where,
            "purpose": row.purpose,
            "name": row.name,
            "organisation": row.body,
            "named": row.named,
            "account": row.user.email if row.user else "",
            "since": row.since,
            "until": row.until,
            "report": row.report,
            "ended": row.ended_at is not None,
        }
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """What is saved."""
        more = {"report": self.cleaned_data["report"], "ended": self.cleaned_data["ended"]}
        return {**super().values(), **more}
