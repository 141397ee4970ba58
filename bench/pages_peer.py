"""The Wagtail demo site's list pages, measured in a process and an environment of its own.

Its sources (github.com/wagtail/bakerydemo) are fetched with git into ``var/bench-env`` on first use,
at :data:`COMMIT`; ``BAKERYDEMO`` names another place to fetch from. Its own fixture is loaded; it runs on
the same Django and Wagtail as we do, without its debugging, on SQLite.
"""

import importlib.metadata
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import peers

SOURCE = "https://github.com/wagtail/bakerydemo"
COMMIT = "8e2b625755d8942412d5b7627b146a795933b8b2"
PAGES = ("/breads/", "/blog/")
SAME = ("Django", "wagtail", "djangorestframework")
NEEDS = (
    "python-dotenv>=1.2.1,<2",
    "wagtail-font-awesome-svg>=1,<2",
    "django-debug-toolbar>=4.2,<6",
    "django-extensions>=4.1,<5",
    "django-csp>=3.8,<4",
    "dj-database-url>=3,<4",
)
SETTINGS = """
from bakerydemo.settings.test import *
from pathlib import Path
HERE = Path(__file__).parent
DEBUG = False
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HERE / "bakery.sqlite3"}}
MEDIA_ROOT = str(HERE / "media")
SILENCED_SYSTEM_CHECKS = ["debug_toolbar.E001"]
ALLOWED_HOSTS = ["*"]
"""
SCRIPT = """
import gc, json, sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
out, sys.stdout = sys.stdout, sys.stderr
call_command("migrate", verbosity=0)
call_command("load_initial_data")
client, found = Client(), {}
for path in sys.argv[2:]:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, (path, answer.status_code)
    path = answer.redirect_chain[-1][0] if answer.redirect_chain else path
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
        queries = len(seen)  # here: the next request empties the log
    times = []
    for _ in range(int(sys.argv[1])):
        gc.collect()
        started = time.process_time()
        client.get(path)
        times.append(time.process_time() - started)
    found[path] = [queries, min(times), len(answer.content)]
json.dump(found, out)
"""


def sources() -> Path:
    """Its files; fetched when they are not there."""
    home = peers.ENVIRONMENT / "bakerydemo"
    if not (home / "manage.py").exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        place = os.environ.get("BAKERYDEMO") or SOURCE
        subprocess.run(["git", "clone", "--quiet", place, str(home)], check=True)
        subprocess.run(["git", "-C", str(home), "checkout", "--quiet", COMMIT], check=True)
    return home


def measure(repeats: int) -> dict[str, Any]:
    """For each list page its queries, least seconds of CPU, and bytes."""
    same = [f"{name}=={importlib.metadata.version(name)}" for name in SAME]
    python = peers.environment(*same, *NEEDS)
    home = sources()
    with tempfile.TemporaryDirectory() as room:
        (Path(room) / "peer_settings.py").write_text(SETTINGS)
        path = os.pathsep.join((room, str(home)))
        done = subprocess.run(
            [str(python), "-c", SCRIPT, str(repeats), *PAGES],
            cwd=home,
            env={**os.environ, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "peer_settings"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"The peer failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout)


if __name__ == "__main__":
    for address, (queries, seconds, size) in measure(9).items():
        print(f"{address:20} {queries:3} queries {1000 * seconds:7.1f} ms {size:8,} bytes")
