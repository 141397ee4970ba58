"""Programs of this repository, run in processes of their own with settings of their own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.databases import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "forum.settings.production",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789",
    "ALLOWED_HOSTS": "forum.example",
    "DATABASE_URL": "postgres://forum:secret@127.0.0.1:1/forum",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://user:secret@127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "Forum <forum@forum.example>",
    "PUBLIC_BASE_URL": "https://forum.example",
    "TRUSTED_PROXY_COUNT": "1",
}


def run(*command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A program of its own, without what this one was told about databases and brokers."""
    told = {*PRODUCTION, "CACHE_URL", "FORUM_DEMO", "HOST"}
    inherited = {name: value for name, value in os.environ.items() if name not in told}
    inherited["VAR_DIR"] = str(folder)
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**inherited, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def manage(*arguments: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """``manage.py``, in the same way."""
    return run(sys.executable, "manage.py", *arguments, folder=folder, **environ)
