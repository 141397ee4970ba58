"""Asking an outside virus scanner about a file; without one, nothing is said to be clean."""

import shlex
import subprocess

from django.conf import settings

from . import vault

CLEAN, FOUND = 0, 1  # how clamdscan ends; anything else is a trouble of its own
SECONDS = 60


class ScannerDown(RuntimeError):
    """The scanner gave no answer. The work that asked is tried again later."""


def is_set() -> bool:
    """Whether there is one to ask: the setting ``VIRUS_SCANNER``, a command."""
    return bool(settings.VIRUS_SCANNER)


def is_harmful(name: str) -> bool:
    """What the scanner says of a file in the vault. Raises ScannerDown, FileNotFoundError."""
    command = [*shlex.split(settings.VIRUS_SCANNER), str(vault.path_of(name))]
    try:
        done = subprocess.run(  # noqa: S603  # what whoever runs the site has set
            command, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerDown(f"The virus scanner gave no answer: {type(error).__name__}.") from error
    if done.returncode not in (CLEAN, FOUND):
        raise ScannerDown(f"The virus scanner ended with {done.returncode}.")
    return done.returncode == FOUND
