"""Taking somebody out of profiles: their words named first, their rows deleted last."""

from django.contrib.contenttypes.models import ContentType
from modelsearch.index import insert_or_update_object
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from common.erasing import Leaving, eraser, redact
from common.models import ActivityEntry

from ..models import (
    AddressQuestion,
    BrokenGlass,
    Claimable,
    Invitation,
    JoinRequest,
    NotAgain,
    Offer,
    OfferState,
    Organisation,
    OrganisationState,
    Person,
    Report,
    Rescue,
)
from ..services.memberships import end_erased
from ..services.met import fingerprint, forget
from ..signals import offer_closed


@eraser("profiles.words", order=0)
def name(leaving: Leaving) -> None:
    """Every name, address and slug by which they are known here."""
    user = leaving.user
    leaving.name(user.email, user.name)
    leaving.name(*user.emailaddress_set.values_list("email", flat=True))
    leaving.name(*user.address_questions.values_list("address", flat=True))
    for person in Person.objects.filter(user=user):
        leaving.name(person.name)
        # A slug of one word is a word of the language: only its own address is taken out.
        leaving.name(person.slug if "-" in person.slug else f"people/{person.slug}")


@eraser("profiles.speaking", order=40)
def stop_speaking(leaving: Leaving) -> None:
    """Their part in organisations ends; public words of those lose the name."""
    user = leaving.user
    memberships = list(user.memberships.select_related("organisation"))
    organisations = [membership.organisation for membership in memberships]
    for membership in memberships:
        leaving.counts["profiles.membership"] += 1
        end_erased(membership)
    addressed = Invitation.objects.filter(address__in={a.lower() for a in leaving.addresses})
    leaving.remove(addressed)
    leaving.remove(AddressQuestion.objects.filter(address__in=leaving.addresses))
    redact(Rescue.objects.all(), "words reason", leaving.words)
    redact(JoinRequest.objects.exclude(user=user), "note", leaving.words)
    redact(Report.objects.all(), "words", leaving.words)
    redact(BrokenGlass.objects.all(), "reason", leaving.words)
    redact(OrganisationState.objects.all(), "suspended_reason closed_reason notes", leaving.words)
    for organisation in organisations:
        mine = Organisation.objects.filter(pk=organisation.pk)
        if redact(mine, "summary", leaving.words):
            insert_or_update_object(mine.get())
        redact_records(Offer, organisation.pk, "summary description in_return module", leaving)


@eraser("profiles.met", order=45)
def forget_met(leaving: Leaving) -> None:
    """What was entered for an address of theirs goes; other entries lose the name."""
    addresses = {address.lower() for address in leaving.addresses}
    for row in Claimable.objects.filter(address__in=addresses):
        forget(row)
        leaving.counts["profiles.claimable"] += 1
    leaving.remove(NotAgain.objects.filter(fingerprint__in=map(fingerprint, addresses)))
    redact(Claimable.objects.all(), "summary met_where consent", leaving.words)


@eraser("profiles.offers", order=50)
def take_offers(leaving: Leaving) -> None:
    """What they give themselves goes with its history; what an organisation gives stays."""
    for offer in Offer.objects.filter(state__owner=leaving.user, organisation__isnull=True):
        offer_closed.send(Offer, offer_id=offer.pk)
        ModelLogEntry.objects.for_instance(offer).delete()
        ReferenceIndex.get_references_for_object(offer).delete()
        offer.delete()
        leaving.counts["profiles.offer"] += 1
    OfferState.objects.filter(owner=leaving.user).update(owner=None)
    OfferState.objects.filter(submitted_by=leaving.user).update(submitted_by=None)
    Offer.objects.filter(locked_by=leaving.user).update(locked_by=None)


@eraser("profiles.user", order=80)
def delete(leaving: Leaving) -> None:
    """The profile and the sign-in, with all that hangs on them; files follow their rows."""
    for person in Person.objects.filter(user=leaving.user):
        looked_at = ActivityEntry.objects.filter(
            about_type=Person._meta.label_lower, about_id=str(person.pk)
        )
        leaving.counts["profiles.person_log"] += looked_at.count()
        leaving.remove(Person.objects.filter(pk=person.pk))
    leaving.user.delete()
    leaving.counts["profiles.user"] += 1


def redact_records(model, organisation_id: int, fields: str, leaving: Leaving) -> None:
    """Take a name out of the public words and the drafts of an organisation's own records."""
    rows = model.objects.filter(organisation_id=organisation_id)
    before = {row.pk: [getattr(row, field) for field in fields.split()] for row in rows}
    if redact(rows, fields, leaving.words):
        for row in model.objects.filter(pk__in=before):
            if [getattr(row, field) for field in fields.split()] != before[row.pk]:
                # The index holds the child of a table that others inherit from.
                insert_or_update_object(getattr(row, str(row.kind), row))
    history = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
        object_id__in=[str(pk) for pk in before],
    )
    redact(history, "content", leaving.words)
