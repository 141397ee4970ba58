"""Those who are asked to agree: who they are, the links they get, and mails to them.

A link is signed without a clock and names one row; the row says whether it is still good.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from common.activity import record as note
from common.delivery import new_key, notify, notify_address
from common.models import Message
from common.policies import demand
from common.states import IllegalMove
from profiles import links
from profiles.models import User

from ..models import Agreement, AgreementParty, PlacementRecord, UniversityContact
from ..placement_choices import BY_LINK, PartyAnswer, PartyRole
from ..policies_of_placements import may_run_placement
from .sharing import host_side

PURPOSE = "opportunities.agreement"


def link_of(party: AgreementParty) -> str:
    """The path that opens the agreement to whoever has it, to read and to answer."""
    return reverse("opportunities:agreement_answer", args=[links.make(PURPOSE, party.pk)])


def read_link(signed: str) -> AgreementParty | None:
    """The row that a link names, while it is good. Raises LinkInvalid for what was never ours."""
    rows = AgreementParty.objects.good().select_related("agreement__record__opportunity")
    return rows.filter(pk=links.read(PURPOSE, signed)).first()


def is_last(agreement: Agreement) -> bool:
    """Whether no later version was sent."""
    later = Agreement.objects.filter(record=agreement.record_id, number__gt=agreement.number)
    return not later.filter(sent_at__isnull=False).exists()


def make_parties(agreement: Agreement, *, by: User) -> list[AgreementParty]:
    """Host, supervisor, student; the university where it asks and the student's place is confirmed.

    Whoever sends it has said yes, also as its supervisor.
    """
    record = agreement.record
    now = timezone.now()
    person = record.person
    supervisor = AgreementParty(
        agreement=agreement,
        role=PartyRole.SUPERVISOR,
        user=User.objects.filter(email__iexact=agreement.supervisor_address).first(),
        address=agreement.supervisor_address,
    )
    if supervisor.user == by:  # sending it is a yes already
        supervisor.name, supervisor.answer = by.name[:120], PartyAnswer.AGREED
        supervisor.answered_at = now
    made = [
        AgreementParty(
            agreement=agreement,
            role=PartyRole.HOST,
            user=by,
            name=by.name[:120],
            answer=PartyAnswer.AGREED,
            answered_at=now,
        ),
        supervisor,
        AgreementParty(
            agreement=agreement, role=PartyRole.STUDENT, user=person.user if person else None
        ),
    ]
    contact = _university(record)
    if contact is not None:
        made.append(
            AgreementParty(agreement=agreement, role=PartyRole.UNIVERSITY, address=contact.address)
        )
    return AgreementParty.objects.bulk_create(made)


def _university(record: PlacementRecord) -> UniversityContact | None:
    person = record.person
    if person is None or person.affiliation_confirmed_on is None:
        return None
    return UniversityContact.objects.filter(organisation=person.affiliation_id).first()


def ask(party: AgreementParty, *, agreement: Agreement, reminder: int | str = 0) -> None:
    """Write to one of them. No mail holds the student's name: the page shows it."""
    opportunity, today = agreement.record.opportunity, timezone.localdate()
    words: dict[str, Any] = {
        "title": opportunity.title,
        "organisation": opportunity.hosts,
        "changes": agreement.changes,
        "reminder": bool(reminder),
        "role": party.get_role_display().lower(),
        # A first day that is over is no day to answer before.
        "starts": agreement.starts if (agreement.starts or today) > today else None,
        "in_force": agreement.record.agreements.filter(agreed_at__isnull=False).exists(),
    }
    key = f"{party.pk}:{reminder}"
    if party.role == PartyRole.STUDENT:
        link = agreement.record.get_absolute_url()
        notify("opportunities_agreement_asked", to=party.user, key=key, link=link, **words)
    elif party.role in BY_LINK:
        notify_address(
            "opportunities_agreement_link",
            address=party.address,
            key=key,
            link=link_of(party),
            **words,
        )


def remind_host(record: PlacementRecord, *, key: str) -> int:
    """Write to the host that the agreement waits for them; the same key never writes twice."""
    opportunity = record.opportunity
    key = f"{record.pk}:{key}"
    written = 0
    for user in host_side(opportunity):
        if Message.objects.filter(
            kind="opportunities_agreement_due", key=key, recipient=user
        ).exists():
            continue
        notify(
            "opportunities_agreement_due",
            to=user,
            key=key,
            title=opportunity.title,
            link=record.get_absolute_url(),
        )
        written = 1
    return written


def tell_all(agreement: Agreement, kind: str, *, reason: str = "", role: str = "") -> None:
    """Tell the host's side, and whoever else was asked, what became of it."""
    record = agreement.record
    opportunity = record.opportunity
    words: dict[str, Any] = {
        "title": opportunity.title,
        "organisation": opportunity.hosts,
        "starts": agreement.starts,
        "ends": agreement.ends,
        "role": role,
    }
    for user in host_side(opportunity):
        notify(
            f"opportunities_{kind}",
            to=user,
            key=f"{agreement.pk}:host",
            link=record.get_absolute_url(),
            reason=reason,
            **words,
        )
    if record.person is not None:
        notify(
            f"opportunities_{kind}",
            to=record.person.user,
            key=f"{agreement.pk}:student",
            link=record.get_absolute_url(),
            **words,
        )
    for party in agreement.parties.filter(role__in=sorted(BY_LINK), revoked_at__isnull=True):
        if party.user_id is not None and party.user_id == agreement.sent_by_id:
            continue  # they read it as the host
        notify_address(
            f"opportunities_{kind}",
            address=party.address,
            key=f"{agreement.pk}:{party.pk}",
            # Whoever had not answered yet has nothing to open any more once somebody else said no.
            link=link_of(party) if party.answer != PartyAnswer.WAITING else "",
            **words,
        )


def close_links(rows: QuerySet[AgreementParty]) -> int:
    """Those of these rows whose answer is still waited for are asked no more."""
    waiting = rows.filter(answer=PartyAnswer.WAITING, revoked_at__isnull=True)
    return waiting.update(revoked_at=timezone.now())


@transaction.atomic
def renew_link(party: AgreementParty, *, by: User) -> AgreementParty:
    """A new link in place of the old one, which is good no more from this moment.

    Raises Http404 for whoever does not run the placement, IllegalMove when it was answered already.
    """
    demand(may_run_placement(by, party.agreement.record), hidden=True)
    old = AgreementParty.objects.select_for_update().get(pk=party.pk)
    if old.role not in BY_LINK or old.answer != PartyAnswer.WAITING or old.revoked_at:
        raise IllegalMove(old.answer, "asked again", "This was answered, or is asked no more.")
    AgreementParty.objects.filter(pk=old.pk).update(revoked_at=timezone.now())
    new = AgreementParty.objects.create(
        agreement=party.agreement, role=old.role, user=old.user, address=old.address
    )
    ask(new, agreement=party.agreement)
    note("opportunities.agreement_link_renewed", by=by, about=party.agreement.record)
    return new


def tell_moved(record: PlacementRecord, kind: str, **words: object) -> None:
    """Tell both sides of something that no version speaks of: an end, a completion."""
    opportunity = record.opportunity
    said = {"title": opportunity.title, "organisation": opportunity.hosts, **words}
    key = f"{record.pk}:{new_key()}"
    for user in host_side(opportunity):
        notify(f"opportunities_{kind}", to=user, key=key, link=record.get_absolute_url(), **said)
    if record.person is not None:
        notify(
            f"opportunities_{kind}",
            to=record.person.user,
            key=f"{key}:student",
            link=reverse("opportunities:pathway"),
            **said,
        )
