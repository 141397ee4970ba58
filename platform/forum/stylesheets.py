"""One stylesheet for real use: ``collectstatic`` joins what ``css/site.css`` imports.

There is one file for each component, and a browser that met fifty imports would ask for fifty files
before it shows anything: on a phone that is seconds.
"""

import re
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
IMPORT = re.compile(r'^@import url\("([^"]+)"\) layer\((\w+)\);$', re.MULTILINE)


class Joined:
    """A storage that answers with one text, whatever file is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    def open(self, name: str) -> ContentFile:
        """The text as a file."""
        return ContentFile(self.text.encode(), name=name)


class JoiningStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, whose hashed stylesheet holds what the plain one imports."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        """Put the joined text in the place of the one with imports, then hash and compress."""
        if SHEET in paths and not dry_run:
            paths = {**paths, SHEET: (Joined(joined(paths)), SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def joined(paths: dict[str, Any]) -> str:
    """The stylesheet with each import replaced by its text, in its layer.

    ``paths`` is what ``collectstatic`` found: a name -> (storage, path). Raises ValueError for an
    import that is not there, and for an address inside one from another folder, which would lead
    elsewhere from here.
    """

    def inside(found: re.Match[str]) -> str:
        name = str(PurePosixPath(SHEET).parent / found[1])
        if name not in paths:
            raise ValueError(f"{SHEET} imports {found[1]}, which is not there.")
        text = _read(paths, name)
        if "url(" in text and "/" in found[1]:
            raise ValueError(f"{name} has an address in it: put that into a file beside {SHEET}.")
        return f"@layer {found[2]} {{\n{text}}}"

    return IMPORT.sub(inside, _read(paths, SHEET))


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
