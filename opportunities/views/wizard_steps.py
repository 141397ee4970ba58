"""The pages of posting, in order: what each asks, and what was said on it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from profiles.choices import InReturn, Stage

from .. import care, services, words
from ..choices import Kind
from ..forms import (
    CareForm,
    CheckForm,
    DataForm,
    JobForm,
    JobTermsForm,
    MaybeForm,
    ProblemForm,
    ProposalForm,
    SkillsForm,
    StepForm,
    TermsForm,
    WhenForm,
    WorkForm,
)
from ..models import Challenge, Job, Opportunity, Placement


@dataclass(frozen=True)
class Step:
    """One page of the way."""

    name: str
    title: str
    form: type[StepForm]
    lede: str = ""


CHANGING = "change"  # in the address of a page that was opened from the check
SKILLS_LEDE = "We found these in your words. Tick what is needed; you can add others below."
CARE_LEDE = "A few short questions, because this is about people. Custodians read the answers, the public does not."
MAYBE_LEDE = (
    "It is shown as “not sure yet”. Nobody can apply, and pay and supervisor come once you know."
)
CHECK_LEDE = "A custodian reads it before anybody else does, usually within a week."
STEPS: dict[str, tuple[Step, ...]] = {
    Kind.CHALLENGE: (
        Step("problem", "What is the problem?", ProblemForm),
        Step("data", "What data is there?", DataForm),
        Step("care", "Handling it with care", CareForm, CARE_LEDE),
        Step("when", "Where and when?", WhenForm),
        Step("skills", "Which skills would help?", SkillsForm, SKILLS_LEDE),
        Step("check", "Check your answers", CheckForm, CHECK_LEDE),
    ),
    Kind.PLACEMENT: (
        Step("problem", "What would they do?", WorkForm),
        Step("maybe", "What does it depend on?", MaybeForm, MAYBE_LEDE),
        Step("terms", "Pay, places and supervisor", TermsForm),
        Step("when", "Where and when?", WhenForm),
        Step("skills", "Which skills are needed?", SkillsForm, SKILLS_LEDE),
        Step("check", "Check your answers", CheckForm, CHECK_LEDE),
    ),
    Kind.JOB: (
        Step("problem", "What is the job?", JobForm),
        Step("terms", "Pay, place and closing date", JobTermsForm),
        Step("check", "Check your answers", CheckForm, CHECK_LEDE),
    ),
}
# A hack proposal is a challenge with one page: its steps go by a name of their own.
STEPS["proposal"] = (
    Step("proposal", "Your proposal, on one page", ProposalForm),
    Step("care", "Handling it with care", CareForm, CARE_LEDE),
    Step("check", "Check your answers", CheckForm, CHECK_LEDE),
)
HEADINGS: dict[str, str] = {
    Kind.CHALLENGE: "Post a challenge",
    Kind.PLACEMENT: "Offer a placement",
    Kind.JOB: "Post a job",
    "proposal": "Propose a hack",
}
SAVE: dict[str, Any] = {
    "proposal": services.save_challenge,
    Kind.CHALLENGE: services.save_challenge,
    Kind.PLACEMENT: services.save_placement,
    Kind.JOB: services.save_job,
}
SUBMIT: dict[str, Any] = {
    Kind.CHALLENGE: services.submit_challenge,
    Kind.PLACEMENT: services.submit_placement,
    Kind.JOB: services.submit_job,
}


def steps_for(kind: str, draft: Opportunity | None) -> tuple[Step, ...]:
    """The pages of this draft: care only where it has to do with people, no terms while it is unsure."""
    unsure = kind == Kind.PLACEMENT and draft is not None and draft.tentative
    left_out = {"terms" if unsure else "maybe"}
    if not (isinstance(draft, Challenge) and care.questions_for(draft)):
        left_out.add("care")
    steps = STEPS["proposal" if draft is not None and draft.is_proposal else kind]
    return tuple(step for step in steps if step.name not in left_out)


def missing(draft: Opportunity) -> str:
    """The first step that has never been filled in."""
    if draft.kind == Kind.JOB:
        return "" if draft.closes else "terms"
    if draft.kind == Kind.CHALLENGE and not draft.data_note:
        return steps_for(draft.kind, draft)[0].name if draft.is_proposal else "data"
    if isinstance(draft, Challenge) and care.unanswered(draft):
        return "care"
    if isinstance(draft, Placement) and draft.tentative:
        if not draft.depends_on:
            return "maybe"
    elif draft.kind == Kind.PLACEMENT and draft.state.supervisor_id is None:
        return "terms"
    if not draft.requirements.all() and not draft.is_proposal:
        return "skills" if draft.district_id or draft.pattern == "remote" else "when"
    return ""


def questions(kind: str) -> dict[str, tuple[str, str]]:
    """Each question of a kind: its words and its page, by the name of its field."""
    found = {}
    for step in STEPS[kind]:
        for name, field in step.form.base_fields.items():
            if not field.widget.is_hidden:
                found[name] = (str(field.label), step.name)
        if step.form is CareForm:
            found |= {one.key: (one.label, step.name) for one in (*care.PERSONAL, *care.AT_RISK)}
    if "find" in found:
        found["find"] = ("Which skills would help?", "skills")
    return found


def step_url(kind: str, slug: str, step: str, *, changing: bool = False) -> str:
    """The address of one page; ``changing`` brings its reader back to the check afterwards."""
    address = reverse(f"opportunities:{kind}_step", args=[slug, step])
    return f"{address}?{CHANGING}=yes" if changing else address


def answers(kind: str, draft: Opportunity) -> list[dict[str, Any]]:
    """Everything that was said, by step, for the last look."""
    gives = [label for value, label in InReturn.choices if value in draft.gives_back]
    skills = [
        f"{item.skill.name}: {item.get_level_display().lower()}, "
        f"{'essential' if item.essential else 'good to have'}"
        for item in draft.requirements.all()
    ]
    themes = ", ".join(str(theme) for theme in draft.themes.all())
    rows: dict[str, list[tuple[str, object]]] = {
        "problem": [("Title", draft.title), ("In your words", draft.description)],
        "when": [
            ("Where", words.where(draft)),
            ("When", words.when(draft)),
            ("Effort", words.effort(draft)),
            ("Closes", draft.closes or ""),
            ("In return", ", ".join(gives)),
            ("Also", draft.gives_back_note),
        ],
        "skills": [("Skills", "\n".join(skills))],
    }
    if kind == Kind.CHALLENGE:
        rows["problem"] += [("Who benefits", draft.benefit), ("Tried", draft.tried)]
        rows["data"] = [
            ("Data", draft.data_note),
            ("Who may see it", words.data(draft)),
            ("A good result", draft.result),
            ("Questions go to", draft.answers_questions),
        ]
        if asked := care.said(draft):
            rows["care"] = list(asked)
    elif isinstance(draft, Job):
        rows["problem"].append(("People apply at", draft.employer_form_url))
        rows["terms"] = [
            ("Pay", words.pay(draft)),
            ("Effort", words.effort(draft)),
            ("Where", words.where(draft)),
            ("When", words.when(draft)),
            ("Closes", draft.closes or ""),
        ]
    else:
        supervisor = draft.state.supervisor
        may = [label for value, label in Stage.choices if value in draft.stages]
        rows["problem"] += [("They learn", draft.learns), ("A good result", draft.result)]
        if isinstance(draft, Placement) and draft.tentative:
            rows["maybe"] = [
                ("It depends on", draft.depends_on),
                ("You hope to know by", draft.decide_by or ""),
            ]
        rows["terms"] = [
            ("Pay", words.pay(draft)),
            ("Below the minimum wage because", draft.get_pay_exception_display()),
            ("Paid by", draft.funding_source),
            ("The money", draft.get_funding_status_display()),
            ("Places", draft.seats),
            ("Who may apply", ", ".join(may) or "Anybody"),
            ("Supervisor", str(supervisor) if supervisor else ""),
        ]
    rows["problem"].append(("About", themes))
    if draft.is_proposal:
        rows["proposal"] = [*rows.pop("problem"), *rows["data"], ("Where", words.where(draft))]
    return [
        {
            "title": step.title,
            "url": step_url(kind, draft.slug, step.name, changing=True),
            "facts": [{"term": term, "value": value} for term, value in rows[step.name]],
        }
        for step in steps_for(kind, draft)
        if step.name in rows
    ]
