"""Real use has one stylesheet, with every component in its layer."""

import json
import re
from pathlib import Path

import pytest

from forum.stylesheets import IMPORT, SHEET, Joined, joined
from tests.support.databases import ROOT
from tests.support.programs import PRODUCTION, manage

CSS = ROOT / "static" / "css"


def test_collectstatic_joins_all_that_the_stylesheet_imports(tmp_path: Path) -> None:
    done = manage("collectstatic", "--noinput", folder=tmp_path, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    static = tmp_path / "static"
    names = json.loads((static / "staticfiles.json").read_text())["paths"]

    sheet = (static / names[SHEET]).read_text()

    imported = IMPORT.findall((CSS / "site.css").read_text())
    assert len(imported) == len(re.findall("@import", (CSS / "site.css").read_text())) > 40
    assert "@import" not in sheet
    for name, layer in imported:
        if name != "base.css":  # it names the font, whose address has changed
            assert f"@layer {layer} {{\n{(CSS / name).read_text()}}}" in sheet
    font = re.search(r'url\("([^"]+\.woff2)"\)', sheet)
    assert font is not None
    assert (static / "css" / font[1]).resolve().exists()


def paths(**texts: str) -> dict[str, tuple[Joined, str]]:
    named = {name.replace("__", "/") + ".css": text for name, text in texts.items()}
    return {name: (Joined(text), name) for name, text in named.items()}


def test_an_import_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match=r"imports top\.css, which is not there"):
        joined(paths(css__site='@import url("top.css") layer(base);'))


def test_an_address_that_would_lead_elsewhere_is_refused() -> None:
    found = paths(
        css__site='@import url("parts/top.css") layer(base);',
        css__parts__top='.top { background: url("../img/x.svg") }',
    )

    with pytest.raises(ValueError, match=r"css/parts/top\.css has an address in it"):
        joined(found)
