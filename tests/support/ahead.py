"""``python -m tests.support.ahead``: migrate PostgreSQL's template while another migrates SQLite's.

``script/test`` starts it with the first group, whose workers all wait for one migration of one core; without
it the groups that come later would wait for the other. Where there is no PostgreSQL nothing happens.
"""

import os
import sys

import django

from tests.support.services import PostgresServer, Unavailable, started


def main() -> int:
    """Leave the template's dump where every later server of this folder finds it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings.test")
    sys.path.insert(0, "platform")
    django.setup()
    # Imported late: it reads the settings.
    from tests.support.databases import new_postgres_database

    try:
        server = started(PostgresServer)
    except Unavailable:
        return 0
    try:
        new_postgres_database(server.url, name="forum_test_ahead")
    finally:
        server.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
