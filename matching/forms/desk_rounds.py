"""What custodians type to run a placement round."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q

from common.forms import ForumForm, OneLine, PlainText
from common.policies import CUSTODIANS
from common.stale import ChangingForm
from community.forms.consultations import MomentField
from profiles.choices import Role
from profiles.models import User

from ..choices.rounds import PHASES, Goal, RoundState, Ties
from ..models import Round
from ..words.rounds import PHASE_TITLES

CLOSES = {kind: f"closes_{kind}" for kind in PHASES}
HINTS = {
    RoundState.ANNOUNCE: "Then hosts can put placements in.",
    RoundState.POST: "The last moment to apply to a placement of this round.",
    RoundState.RANK: "The last moment for applicants to change their lists.",
    RoundState.TIER: "The last moment for hosts to change their tiers.",
    RoundState.RUN: "An hour or a day: the program takes seconds.",
    RoundState.CHECK: "Leave yourselves some days, and two of you free of conflicts.",
    RoundState.PUBLISH: "The last moment for swaps.",
    RoundState.CLEAR: "The end of the round.",
}


class RoundForm(ChangingForm):
    """A round: what it is called, its rules and the ends of its phases."""

    title = OneLine(label="Title", max_length=120, help_text="For example: Summer placements 2027.")
    summary = PlainText(
        label="Summary",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who it is for, in one or two sentences.",
    )
    goal = forms.ChoiceField(
        label="What the result aims at",
        choices=[
            (Goal.STABLE, "Stable: no applicant and host would both rather have each other"),
            (
                Goal.RANK_MAXIMAL,
                "As many first choices as possible. Only where hosts are neutral; can leave pairs who "
                "would both rather have each other",
            ),
            (
                Goal.GENEROUS,
                "As few last choices as possible. Only where hosts are neutral; can leave pairs who would "
                "both rather have each other",
            ),
        ],
        initial=Goal.STABLE,
        widget=forms.RadioSelect,
    )
    ties = forms.ChoiceField(
        label="Applicants within one tier",
        choices=[
            (
                Ties.LARGEST,
                "Place as many as we can. About one in a hundred more; nobody can know beforehand how "
                "to gain by an untrue list, but it is not proven",
            ),
            (Ties.LOTTERY, "A lottery. A true list is proven to be the best one for everybody"),
        ],
        initial=Ties.LARGEST,
        widget=forms.RadioSelect,
    )
    most_choices = forms.IntegerField(
        label="How many placements an applicant may rank", min_value=1, max_value=50, initial=5
    )
    blind = forms.BooleanField(
        label="Hosts read applicants without their names until the results are out",
        required=False,
        initial=True,
    )
    steward = forms.TypedChoiceField(
        label="Its steward",
        choices=(),
        coerce=int,
        empty_value=None,
        required=False,
        help_text="The lead of an organisation that is not in it. Where no custodian is free of conflict "
        "within seven days, they decide.",
    )
    starts = MomentField(
        label="It is announced",
        help_text="In Birmingham’s time, as all that follow. Each phase begins when the one before it "
        "closes.",
    )

    def __init__(self, *args: Any, frozen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, name in CLOSES.items():
            self.fields[name] = MomentField(
                label=f"“{PHASE_TITLES[kind]}” closes", help_text=HINTS[RoundState(kind)]
            )
        found = [(str(pk), name) for pk, name in stewards(self.initial.get("steward"))]
        self.fields["steward"].choices = [("", "Nobody"), *found]  # type: ignore[attr-defined]
        if frozen:
            for name in [name for name in self.fields if name not in EVER]:
                del self.fields[name]
        self.fields["version"].initial = self.fingerprint

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        before, last = cleaned.get("starts"), "it is announced"
        for kind, name in CLOSES.items():
            ends = cleaned.get(name)
            if before and ends and ends <= before:
                self.add_error(
                    name,
                    f"This has to be later than {last}: phases follow each other and cannot overlap.",
                )
            if ends:
                before, last = ends, f"“{PHASE_TITLES[kind]}” closes"
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the services take: the dates apart from the rest."""
        content = dict(self.content)
        steward = content.pop("steward", None)
        content["steward"] = User.objects.filter(pk=steward).first() if steward else None
        closes: dict[str, datetime.datetime] = {
            kind: content.pop(name) for kind, name in CLOSES.items() if name in content
        }
        return {**content, "closes": closes} if closes else content


def stewards(now: int | None) -> list[tuple[int, str]]:
    """Who may be asked: leads who are no custodians; whoever is the steward now stays on the list."""
    leads = Q(memberships__role=Role.LEAD, is_active=True)
    found = User.objects.filter(leads | Q(pk=now or 0)).exclude(groups__name=CUSTODIANS)
    people = found.distinct().order_by("name", "pk").prefetch_related("memberships__organisation")
    return [(user.pk, _with_organisation(user)) for user in people]


def _with_organisation(user: User) -> str:
    led = [row.organisation.name for row in user.memberships.all() if row.role == Role.LEAD]
    return ", ".join([user.name or "One lead", *led])


EVER = frozenset({"idempotency_key", "version", "title", "summary", "steward"})


def initial_of(round_: Round) -> dict[str, Any]:
    """What is saved of a round, by the names of the form."""
    phases = {row.kind: row for row in round_.phases.all()}
    first = phases.get(PHASES[0])
    return {
        **{
            name: getattr(round_, name)
            for name in ("title", "summary", "goal", "ties", "most_choices", "blind")
        },
        "steward": round_.steward_id,
        "starts": first.opens_at if first else None,
        **{name: phases[kind].closes_at for kind, name in CLOSES.items() if kind in phases},
    }


class PhaseForm(ForumForm):
    """Another end of one phase."""

    closes = MomentField(label="It closes", help_text="In Birmingham’s time.")
    carry = forms.BooleanField(
        label="Move all later phases by as much", required=False, initial=True
    )
    reason = OneLine(
        label="Why", max_length=300, help_text="Everybody in the round is told, with this reason."
    )


class ReasonForm(ForumForm):
    """Why something is done that others are told of, or that is kept."""

    reason = PlainText(label="Why", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ByHandForm(ForumForm):
    """A seat given by hand."""

    application = forms.ChoiceField(label="Application", choices=())
    reason = PlainText(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only custodians read this. Say no more of anybody’s circumstances than is needed.",
    )

    def __init__(self, *args: Any, applications: list[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(pk), f"{title}: {label}") for pk, label, title in applications]
        self.fields["application"].choices = [("", "Choose"), *found]  # type: ignore[attr-defined]


class PlaceForm(ForumForm):
    """How many people a placement needs to run."""

    least = forms.IntegerField(
        label="The smallest number of people with which it runs",
        min_value=1,
        max_value=99,
        initial=1,
        help_text="With fewer it does not run, and its applicants are considered elsewhere.",
    )


class QuotaForm(ForumForm):
    """How many people a host takes over all its placements."""

    quota = forms.IntegerField(
        label="How many people it takes over all its placements",
        min_value=1,
        max_value=999,
        required=False,
        help_text="Empty for as many as its placements have seats.",
    )


class KeepForm(ForumForm):
    """What a run is called that is kept."""

    name = OneLine(
        label="Name or note",
        max_length=80,
        help_text="Kept runs are never thinned, and stand first in the list. Name nobody.",
    )


class ScenarioForm(ForumForm):
    """What if: other rules, or seats more."""

    name = OneLine(label="What you call it", max_length=80)
    goal = forms.ChoiceField(label="What the result aims at", choices=Goal.choices)
    ties = forms.ChoiceField(label="Applicants within one tier", choices=Ties.choices)
    place = forms.ChoiceField(label="One placement with more seats", choices=(), required=False)
    seats = forms.IntegerField(
        label="How many more", min_value=1, max_value=50, required=False, initial=1
    )

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(pk), title) for pk, title in places]
        self.fields["place"].choices = [("", "None"), *found]  # type: ignore[attr-defined]
