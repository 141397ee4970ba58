"""What opportunities hold about people: who sent one in, who supervises it."""

from django.db.models import Q

from common.erasing import Leaving, eraser, redact
from common.personal import ACCOUNT, impersonal, part, personal
from profiles.personal_data.erasers import redact_records

from ..models import Opportunity, OpportunityState, Partnership, SavedSearch

TEXTS = "summary description benefit data_note result gives_back_note funding_source"
PARTNER_TEXTS = "words data_note reason"
PUBLIC = (
    "A public record of an organisation, written by its people; erasure takes a name out of it."
)

personal(
    "opportunities.OpportunityState",
    "What you posted or supervise",
    part(
        "submitted_by supervisor supervisor_accepted_at",
        why="asking you about it",
        basis="interests",
        kept=ACCOUNT,
        seen="members of the organisation; custodians",
    ),
    about="submitted_by supervisor",
    plain="opportunity lifecycle seats_taken seats_cap published_at closed_at in_round for_meeting_at",
)
personal(
    "opportunities.Opportunity",
    "Opportunities that you hold open in the editor",
    part(
        "locked_by locked_at",
        why="warning two who edit the same record",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="locked_by",
    plain="id latest_revision live has_unpublished_changes first_published_at last_published_at "
    "live_revision go_live_at expire_at expired locked kind slug organisation sensitivity district "
    "pattern starts ends days_of_effort hours_per_week seats closes pay_basis pay_amount pay_period "
    "pay_exception funding_status "
    "touches_vulnerable is_proposal is_demo tentative",
    words={
        **dict.fromkeys(
            ("title", *TEXTS.split()),
            "public words of an organisation; erasure takes a name out of them",
        ),
        "gives_back": "kinds of return, from a fixed list",
        "stages": "who may apply, from a fixed list",
        "source": "which file it was taken in from",
    },
)
personal(
    "opportunities.SavedSearch",
    "Searches you saved",
    part(
        "user name kind query said alerts looked_until created",
        why="finding it again for you, and writing when something new fits",
        basis="contract",
        kept=ACCOUNT,
        seen="you",
    ),
    about="user",
    plain="id",
)
personal(
    "opportunities.Partnership",
    "Where you brought two organisations together",
    part(
        "asked_by answered_by asked_at answered_at",
        why="knowing who spoke for an organisation",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="asked_by answered_by",
    plain="id opportunity organisation kind state seats host_hours partner_hours ended_at",
    words={
        **dict.fromkeys(
            PARTNER_TEXTS.split(),
            "words between two organisations; erasure takes a name out of them",
        ),
        "host_days": "days of the week",
        "partner_days": "days of the week",
    },
)
impersonal(
    "opportunities.ListChange",
    "id token opportunity_id",
    because="which public records changed, so that counts follow",
)
for _model, _fields in (
    ("Opportunity_themes", "id opportunity theme"),
    ("Opportunity_priorities", "id opportunity priority"),
    ("Opportunity_strands", "id opportunity strand"),
    ("Opportunity_nodes", "id opportunity node"),
    ("Requirement", "id opportunity skill level essential"),
    ("Challenge", "opportunity_ptr tried answers_questions ethics"),
    ("Placement", "opportunity_ptr learns depends_on decide_by"),
    ("Job", "opportunity_ptr employer_form_url"),
):
    impersonal(f"opportunities.{_model}", _fields, because=PUBLIC)
impersonal("opportunities.MinimumRate", "id band pounds starts", because="Published minimum wages.")


@eraser("opportunities", order=30)
def take_out(leaving: Leaving) -> None:
    """Their name leaves what their organisations posted. What was in their hands is handed on later."""
    for organisation_id in leaving.user.memberships.values_list("organisation_id", flat=True):
        redact_records(Opportunity, organisation_id, TEXTS, leaving)
        rows = Partnership.objects.filter(
            Q(organisation=organisation_id) | Q(opportunity__organisation=organisation_id)
        )
        redact(rows, PARTNER_TEXTS, leaving.words)
    for who in ("asked_by", "answered_by"):
        Partnership.objects.filter(**{who: leaving.user}).update(**{who: None})
    leaving.remove(SavedSearch.objects.filter(user=leaving.user))
    states = OpportunityState.objects
    states.filter(supervisor=leaving.user).update(supervisor=None, supervisor_accepted_at=None)
    Opportunity.objects.filter(locked_by=leaving.user).update(locked_by=None)
