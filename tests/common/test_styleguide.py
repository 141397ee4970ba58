"""The look: every component is shown, templates hold no inline code, vendored files are intact."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from common.styleguide import inputs_of
from common.styleguide_samples import GROUPS

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
# Wagtail's admin has inline scripts of its own and runs under another policy.
ADMIN = ("wagtailadmin", "cms/admin")
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if not str(path.relative_to(TEMPLATES)).startswith(ADMIN)
)
VENDORED = [
    ROOT / "static/vendor/htmx",
    ROOT / "static/vendor/figtree",
    ROOT / "tests/browser/vendor/axe-core",
]
ERRORS = ["400", "403", "403_csrf", "404", "409", "413", "422", "429", "500", "503"]

# A word between tags, or a drawing.
SOMETHING = re.compile(r">\s*[^<\s]|<svg|<i>")

INLINE = {
    "a style attribute": re.compile(r"<[^>]+\sstyle\s*="),
    "an event attribute": re.compile(r"<[^>]+\son[a-z]+\s*="),
    "a style element": re.compile(r"<style\b"),
    "a data address": re.compile(r"""(?:src|href)\s*=\s*["']data:"""),
    "a javascript address": re.compile(r"javascript:"),
    "an inline script": re.compile(
        r"""<script\b(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")"""
    ),
}


@pytest.fixture
def page(db, client):
    return client.get("/styleguide/").content.decode()


def without_comments(text):
    text = re.sub(r"{#.*?#}", "", text)
    return re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)


def test_styleguide_has_every_component_and_no_other():
    shown = sorted(name for names in GROUPS.values() for name in names)

    assert shown == COMPONENTS


def test_every_component_is_drawn(page):
    specimens = [part.split("</section>\n", 1)[0] for part in page.split('data-component="')[1:]]
    drawn = {
        specimen.split('"', 1)[0]: specimen.split('class="inputs"', 1)[1].split("</p>", 1)[1]
        for specimen in specimens
    }

    assert sorted(drawn) == COMPONENTS
    assert [name for name, html in drawn.items() if not SOMETHING.search(html)] == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_names_its_inputs_in_its_first_line(name):
    first = (TEMPLATES / "components" / f"{name}.html").read_text().splitlines()[0]

    assert re.match(r"{# Inputs: .+#}", first)
    assert inputs_of(name).startswith("Inputs: ")


def test_styleguide_uses_no_id_twice(page):
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_holds_no_inline_code(path):
    text = without_comments(path.read_text(encoding="utf-8"))

    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_forms_from_the_component_get_their_token(path):
    text = path.read_text(encoding="utf-8")
    calls = re.findall(r'{% include "components/(?:form|confirm)\.html"[^%]*%}', text)

    assert [call for call in calls if " only " in call and "csrf_token=" not in call] == []


@pytest.mark.parametrize("code", ERRORS)
def test_error_page_needs_no_database(code):
    html = render_to_string(f"{code}.html")

    assert html.count("<h1>") == 1
    assert f"Error {code[:3]}" in html


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.name)
def test_vendored_files_are_intact(folder):
    listed = dict(
        reversed(line.split(maxsplit=1)) for line in (folder / "CHECKSUMS").read_text().splitlines()
    )
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "CHECKSUMS"
    }

    assert found == listed
    assert "LICENSE" in found
    assert [p.name for p in folder.glob("*.js") if b"sourceMappingURL" in p.read_bytes()] == []


def test_stylesheet_imports_every_file_into_a_layer():
    css = ROOT / "static/css"
    imports = re.findall(r'@import url\("([^"]+)"\) layer\(\w+\);', (css / "site.css").read_text())
    files = {str(path.relative_to(css)) for path in css.rglob("*.css")} - {"site.css"}

    assert sorted(imports) == sorted(files)


def test_stylesheets_ask_for_nothing_from_elsewhere():
    css = ROOT / "static/css"
    outside = [
        path.name
        for path in css.rglob("*.css")
        if re.search(r"url\(\s*[\"']?(?:data:|https?:|//)", path.read_text())
    ]

    assert outside == []
