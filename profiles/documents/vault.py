"""Where people's files lie: outside everything the web server hands out, under names nobody guesses."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"[0-9a-f]{64}")
_PART = ".part"
KEEPERS: dict[str, Callable[[], set[str]]] = {}


def keep(name: str, stored: Callable[[], set[str]]) -> None:
    """Say which files rows of a higher app point at, so that no sweep takes them; from ``ready``."""
    KEEPERS[name] = stored


def put(content: bytes) -> str:
    """Write a file whole or not at all; the name it lies under."""
    name = secrets.token_hex(32)
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(_PART)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    return name


def read(name: str) -> bytes:
    """The content of a file. Raises FileNotFoundError."""
    return _path(name).read_bytes()


def remove(name: str) -> None:
    """Delete a file, or what a broken upload left of one; one that has gone already is as well."""
    path = _path(name.removesuffix(_PART))
    (path.with_suffix(_PART) if name.endswith(_PART) else path).unlink(missing_ok=True)


def names() -> Iterator[tuple[str, float]]:
    """Every file of ours that lies here, whole or not, with when it was written."""
    for path in Path(settings.PERSONAL_FILES_ROOT).glob("??/*"):
        if _NAME.fullmatch(path.name.removesuffix(_PART)):
            yield path.name, path.stat().st_mtime


def path_of(name: str) -> Path:
    """Where a file lies, for programs that read it themselves. Raises FileNotFoundError."""
    path = _path(name)
    if not path.is_file():
        raise FileNotFoundError(name)
    return path


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return Path(settings.PERSONAL_FILES_ROOT) / name[:2] / name
