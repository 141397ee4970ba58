"""Health for machines, and in demonstrations the mails that were written."""

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import bell, boot, demonstration, errors, outbox
from common.models import Message, Sign, Work
from common.policies import public

QUEUE_LATE_SECONDS = 300
SHOWN_MAILS = 50
REAL_PEOPLE = (
    "Not everybody with an account here is invented, so mails are not shown. They are printed "
    "where the site was started."
)
_migrated: list[bool] = []


@public("Load balancers ask without an account; the answer names nothing.")
@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public("Load balancers ask without an account; the answer names nothing.")
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers, is migrated, and keeps what it acknowledges."""
    try:
        missing = _missing_migrations()
        wrong = boot.wrong_database_settings()
    except (DatabaseError, InterfaceError):
        return _answer("the database does not answer", ok=False)
    if missing:
        return _answer("the database is not migrated", ok=False, migrations=missing)
    if wrong and not settings.FORUM_DEMO:
        return _answer("unsafe database settings", ok=False)
    return _answer("ok")


@public("Monitoring asks without an account; the answer is a number of seconds.")
@require_safe
@never_cache
def queue(request: HttpRequest) -> JsonResponse:
    """How long the oldest due row has waited, how much is stuck, and when a worker last worked.

    503 for each of the three, so that monitoring that reads nothing but the status hears of it.
    """
    try:
        age = outbox.oldest_due_age()
        stuck = Work.objects.stuck().count()
        sign = Sign.objects.filter(name="worker").first()
    except (DatabaseError, InterfaceError):
        return _answer("the database does not answer", ok=False)
    since = round((timezone.now() - sign.at).total_seconds()) if sign else None
    if age > QUEUE_LATE_SECONDS:
        status = "late"
    elif stuck:
        status = "stuck: a custodian has to look at the desk"
    elif since is None or since > QUEUE_LATE_SECONDS:
        status = "no worker has been seen lately"
    else:
        status = "ok"
    return _answer(
        status,
        ok=status == "ok",
        oldest_due_seconds=round(age),
        stuck=stuck,
        worker_seen_seconds_ago=since,
        lost_bells=bell.lost_bells(),
    )


def _answer(status: str, *, ok: bool = True, **more: object) -> JsonResponse:
    return JsonResponse({"status": status, **more}, status=200 if ok else 503)


def _missing_migrations() -> int:
    """How many migrations wait. Asked until the answer is none: reading the graph takes a second."""
    if _migrated:
        return 0
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not missing:
        _migrated.append(True)
    return missing


@public("Exists in demonstrations only, and only while every account is a made-up person's.")
@require_safe
@never_cache
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The last mails this demonstration wrote, with links that work."""
    if not settings.FORUM_DEMO:
        raise Http404
    if not demonstration.is_all_invented():
        return errors.page(request, 403, reason=REAL_PEOPLE)
    mails = Message.objects.order_by("-created_at", "-pk")[:SHOWN_MAILS]
    return render(request, "common/demo_mail.html", {"mails": mails})
