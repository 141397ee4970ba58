"""What events hold about people: who drafted one and sent it in. Everything else of them is public."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from modelsearch.index import insert_or_update_object
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from common.erasing import Leaving, eraser, redact
from common.personal import ACCOUNT, impersonal, part, personal

from ..models import Event, EventState

TEXTS = "title summary description place address ways organiser price link"
WHY = "public words about an event; erasure takes a name out of them"

personal(
    "community.EventState",
    "Events you drafted or sent in",
    part(
        "owner submitted_by",
        why="asking you about it, and letting you change it",
        basis="interests",
        kept=ACCOUNT,
        seen="members of its organisation; custodians",
    ),
    about="owner submitted_by",
    plain="event lifecycle sequence changed_at",
    words={
        "called_off_why": WHY,
        "uid": "a made-up name for calendars",
        "shown": "a fingerprint of public words",
        "together": "a made-up name for a series",
    },
)
personal(
    "community.Event",
    "Events that you hold open in the editor",
    part(
        "locked_by locked_at",
        why="warning two who edit the same record",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="locked_by",
    plain="id latest_revision live has_unpublished_changes first_published_at last_published_at "
    "live_revision go_live_at expire_at expired locked slug starts ends mode district organisation "
    "is_demo",
    words=dict.fromkeys(TEXTS.split(), WHY),
)
for _part, _one in (
    ("themes", "theme"),
    ("strands", "strand"),
    ("priorities", "priority"),
    ("nodes", "node"),
):
    impersonal(
        f"community.Event_{_part}", f"id event {_one}", because="what a public event is about"
    )


@eraser("community.events", order=32)
def take_events(leaving: Leaving) -> None:
    """Drafts that nobody else has a part in go with their history; what is public stays, without the name."""
    own = Q(state__owner=leaving.user) | Q(state__submitted_by=leaving.user)
    ours = leaving.user.memberships.values_list("organisation_id", flat=True)
    about = list(Event.objects.filter(own | Q(organisation__in=list(ours))).distinct())
    for event in about:
        if (
            event.first_published_at is None
            and event.state.owner_id == leaving.user_id
            and not event.organisation_id
        ):
            ModelLogEntry.objects.for_instance(event).delete()
            ReferenceIndex.get_references_for_object(event).delete()
            event.delete()
            leaving.counts["community.event"] += 1
    left = Event.objects.filter(pk__in=[event.pk for event in about if event.pk])
    if redact(left, TEXTS, leaving.words):
        for event in left:
            insert_or_update_object(event)
    redact(EventState.objects.filter(event__in=left), "called_off_why", leaving.words)
    history = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Event),
        object_id__in=[str(event.pk) for event in left],
    )
    redact(history, "content", leaving.words)
    for who in ("owner", "submitted_by"):
        EventState.objects.filter(**{who: leaving.user}).update(**{who: None})
    Event.objects.filter(locked_by=leaving.user).update(locked_by=None)
