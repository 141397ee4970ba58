"""The last of an erasure: Wagtail's rows, mails, forms, sessions, and names in what others were sent."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from wagtail.models import (
    ModelLogEntry,
    PageLogEntry,
    ReferenceIndex,
    Revision,
    TaskState,
    WorkflowState,
)
from wagtail.search.models import IndexEntry

from common.erasing import Leaving, eraser, pattern_of, redact
from common.models import ActivityEntry, Hibernation, Message, SentForm, Work


@eraser("common.before", order=70)
def cut_editor(leaving: Leaving) -> None:
    """Who edited, handed in and decided public records: the records stay, the person goes."""
    user = leaving.user
    own = Q(content_type__app_label=user._meta.app_label, object_id=str(user.pk)) & Q(
        content_type__model=user._meta.model_name
    )
    leaving.remove(ModelLogEntry.objects.filter(own))
    for model in (ModelLogEntry, PageLogEntry, Revision):
        model.objects.filter(user_id=user.pk).update(user=None)
    WorkflowState.objects.filter(requested_by=user).update(requested_by=None)
    TaskState.objects.filter(finished_by=user).update(finished_by=None)
    profile = getattr(user, "wagtail_userprofile", None)
    if profile is not None and profile.avatar:
        profile.avatar.delete(save=False)
    ReferenceIndex.get_references_for_object(user).delete()
    ReferenceIndex.get_references_to(user).delete()


@eraser("common.after", order=90)
def sweep(leaving: Leaving) -> None:
    """What was written to them goes; what was written to others loses their name."""
    user_id = leaving.user_id
    addressed = Q(recipient_id=user_id)
    for word in leaving.addresses:
        addressed |= Q(address__iexact=word)
    mails = Message.objects.filter(addressed)
    ids = list(mails.values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        keys = [f"message:{pk}" for pk in ids[start : start + 500]]
        Work.objects.filter(kind="common.send_mail", key__in=keys).delete()
    leaving.remove(mails)
    leaving.remove(SentForm.objects.filter(actor=str(user_id)))
    _end_sessions(leaving)
    _redact_mails(leaving)
    redact(Work.objects.all(), "key ids last_error", leaving.words)
    for model in (ModelLogEntry, PageLogEntry):
        redact(model.objects.all(), "label data", leaving.words)
    redact(TaskState.objects.all(), "comment", leaving.words)
    redact(Revision.objects.all(), "content object_str", leaving.addresses)
    redact(Hibernation.objects.all(), "reason", leaving.words)
    redact(SentForm.objects.all(), "answer", leaving.words)
    # Ids and verbs only: a slug would be the one word that could slip in among them.
    redact(ActivityEntry._base_manager.all(), "facts about_id", leaving.words)
    _purge_index()


def _purge_index() -> None:
    """SQLite's full-text index only marks words as deleted until its parts are merged."""
    if connection.vendor != "sqlite":
        return
    # The name comes from a model, not from anybody's request.
    table = connection.ops.quote_name(f"{IndexEntry._meta.db_table}_fts")
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608


def _redact_mails(leaving: Leaving) -> None:
    """Names in mails to others. A mail to somebody of the same name keeps it."""
    pattern = pattern_of(leaving.words)
    if pattern is None:
        return
    namesakes = [
        pk
        for pk, name in Message.objects.filter(recipient__isnull=False)
        .filter(_named(leaving))
        .values_list("pk", "recipient__name")
        if pattern.fullmatch(name or "")
    ]
    rows = Message.objects.exclude(pk__in=namesakes)
    redact(rows, "subject body html headers", leaving.words)
    redact(Message.objects.filter(pk__in=namesakes), "body html headers", leaving.addresses)


def _named(leaving: Leaving) -> Q:
    named = Q(pk__in=[])
    for word in leaving.words:
        named |= Q(recipient__name__iexact=word)
    return named


def _end_sessions(leaving: Leaving) -> None:
    """Every session of theirs, and half-finished sign-ins that hold their address."""
    theirs = []
    for session in Session.objects.iterator(chunk_size=500):
        content = session.get_decoded()
        words = str(content).lower()
        if content.get(SESSION_KEY) == str(leaving.user_id) or any(
            address.lower() in words for address in leaving.addresses
        ):
            theirs.append(session.pk)
    for start in range(0, len(theirs), 500):
        leaving.remove(Session.objects.filter(pk__in=theirs[start : start + 500]))
