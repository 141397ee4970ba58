"""What a process asks itself before it serves anybody: Django's checks, and the database's settings.

``manage.py`` does so before most commands; gunicorn, the worker and beat would not.
"""

import logging

from celery.signals import beat_init, worker_init
from django.core.checks import CheckMessage, Tags, run_checks
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, InterfaceError, connections

logger = logging.getLogger(__name__)


def refuse_when_wrong() -> None:
    """Raise SystemCheckError when a view names no policy, the database forgets commits, or the like.

    A database that does not answer yet is no reason: the site then says 503 until it does.
    """
    found = [message for message in (*run_checks(), *_of_the_database()) if message.is_serious()]
    found = [message for message in found if not message.is_silenced()]
    if found:
        raise SystemCheckError("\n".join(["This site does not start:", *map(str, found)]))


def _of_the_database() -> list[CheckMessage]:
    try:
        return list(run_checks(tags=[Tags.database], databases=["default"]))
    except (DatabaseError, InterfaceError):
        logger.warning("the database does not answer yet; its settings were not read back")
        return []
    finally:
        # A connection must not be shared with what forks from here.
        connections.close_all()


def _refuse(**kwargs: object) -> None:
    """Celery swallows every exception of a receiver but this one."""
    try:
        refuse_when_wrong()
    except SystemCheckError as error:
        raise SystemExit(str(error)) from None


worker_init.connect(_refuse)
beat_init.connect(_refuse)
