"""What has to happen before an opportunity is published, and what its custodian should look at."""

from typing import TYPE_CHECKING

from django.utils import timezone

from profiles.choices import OrganisationKind, Register
from profiles.models import Organisation

from .. import care
from ..choices import Kind, PayBasis, PayVerdict
from ..partner_choices import PartnerKind, PartnerState
from ..pay import Judgement, Rate, Terms, judge
from .wages import MinimumRate

if TYPE_CHECKING:
    from .opportunities import Opportunity
    from .partners import Partnership

UNPAID = (PayBasis.VOLUNTARY, PayBasis.EXPENSES)
CHARITABLE = (Register.CHARITY, Register.COUNCIL)


def pay_judgement(opportunity: "Opportunity") -> Judgement | None:
    """Whether its pay is lawful on the day it starts; None of a challenge, which employs nobody."""
    if opportunity.kind == Kind.CHALLENGE:
        return None
    rates = [Rate(*row) for row in MinimumRate.objects.values_list("band", "pounds", "starts")]
    terms = Terms(
        basis=opportunity.pay_basis,
        amount=opportunity.pay_amount,
        period=opportunity.pay_period,
        hours_per_week=opportunity.hours_per_week,
        starts=opportunity.starts,
        ends=opportunity.ends,
        exception=opportunity.pay_exception,
        body=_body(opportunity),
    )
    return judge(terms, rates, today=timezone.localdate())


def _body(opportunity: "Opportunity") -> str:
    if opportunity.pay_basis not in UNPAID:
        return "unknown"  # nobody asks, so nobody reads
    # Of two that share somebody, each has to be one where people may volunteer.
    hosts = [opportunity.organisation]
    hosts += [row.organisation for row in _sharing(opportunity)]
    bodies = {_kind_of(organisation) for organisation in hosts}
    return next(body for body in ("business", "unknown", "charity or public") if body in bodies)


def _sharing(opportunity: "Opportunity") -> "list[Partnership]":
    """Who shares it, asked or agreed: one at most."""
    rows = opportunity.partners.in_force().filter(kind=PartnerKind.SHARES)
    return list(rows.select_related("organisation__state"))


def _kind_of(organisation: Organisation) -> str:
    if organisation.kind in (OrganisationKind.PUBLIC, OrganisationKind.UNIVERSITY):
        return "charity or public"
    if organisation.register_entries.filter(register__in=CHARITABLE).exists():
        return "charity or public"
    return "business" if organisation.kind == OrganisationKind.BUSINESS else "unknown"


def what_parties_lack(opportunity: "Opportunity", text: "Opportunity | None" = None) -> list[str]:
    """Sentences about the organisation and the supervisor: no text of the opportunity mends them.

    ``text`` is what is to be published, where that is not the row itself.
    """
    sentences = []
    if not opportunity.organisation.is_verified:
        sentences.append(f"Confirm {opportunity.organisation} first: nobody has checked it yet.")
    # What nobody is sure of yet takes no applications: who looks after them is named when it is.
    if opportunity.kind == Kind.PLACEMENT and not (text or opportunity).tentative:
        if opportunity.state.supervisor_id is None:
            sentences.append("A placement needs a supervisor, and nobody is named.")
        elif opportunity.state.supervisor_accepted_at is None:
            sentences.append("The supervisor has not accepted yet. They have been asked.")
        for row in _sharing(opportunity):
            if row.state == PartnerState.ASKED:
                sentences.append(f"{row.organisation} has not agreed yet to share it.")
            elif not row.organisation.is_verified:
                sentences.append(f"Confirm {row.organisation} first: it shares this placement.")
    return sentences


def what_text_lacks(opportunity: "Opportunity") -> list[str]:
    """Sentences about what is written, of this very text: a draft or what is live."""
    if opportunity.kind == Kind.CHALLENGE:
        # A list may hold the parent's row, which has none of the answers.
        own = opportunity if hasattr(opportunity, "ethics") else opportunity.challenge
        return care.lacks(own)
    if opportunity.tentative:
        return []
    sentences = []
    judgement = pay_judgement(opportunity)
    if opportunity.kind == Kind.JOB and (
        opportunity.pay_amount is None or opportunity.pay_basis in UNPAID
    ):
        sentences.append("The pay of a job must be stated.")
    elif judgement is not None and judgement.verdict == PayVerdict.NOT_LAWFUL:
        sentences.append(f"The pay is not lawful. {judgement.reason}")
    if opportunity.kind == Kind.PLACEMENT:
        for row in _sharing(opportunity):
            given = (row.host_hours or 0) + (row.partner_hours or 0)
            if given != opportunity.hours_per_week:
                sentences.append(
                    f"{row.organisation} and you agreed on {given} hours a week together, and the "
                    "text says another number. Change it, or ask them again."
                )
    return sentences


def what_to_look_at(opportunity: "Opportunity") -> list[str]:
    """Sentences for the custodian about what nobody but a person can tell. They stop nothing."""
    if opportunity.tentative:
        return []
    judgement = pay_judgement(opportunity)
    if judgement is not None and judgement.verdict == PayVerdict.UNSURE:
        return [f"Look at the pay. {judgement.reason}"]
    return []
