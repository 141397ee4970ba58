"""Which errors of a database pass by themselves: it is busy, away, starting anew or full.

A visitor is told to come back (503). Every other error is a fault of ours and is shown as one,
although drivers give both the same class: to SQLite a missing column is an OperationalError too.
"""

import sqlite3

from django.db import InterfaceError, OperationalError

SQLITE_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_FULL,
}
# Connections, rollbacks of rivals, no resources, locks, an operator stepping in, the system.
POSTGRESQL_PASSING = ("08", "40", "53", "55", "57", "58", "25P03")


def will_pass(error: BaseException | None) -> bool:
    """Whether the same request may well work in a moment."""
    if isinstance(error, InterfaceError):
        return True  # the connection was closed under us
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # The lower byte is the kind of error, the rest says more.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE_PASSING
    code = getattr(cause, "pgcode", None)
    return code is None or code.startswith(POSTGRESQL_PASSING)
