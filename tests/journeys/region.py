"""The demo region in this process's database: built once for these very sources, then copied."""

import hashlib
import json
from pathlib import Path

from django.apps import apps
from django.core.management import call_command

from common.models import ActivityEntry, Work
from opportunities.models import ListChange
from skills.reading import read_starter
from skills.services import take_in
from tests.factories.cms import make_site
from tests.support.databases import (
    ROOT,
    bring_back,
    fingerprint,
    keep,
    one_at_a_time,
    template_folder,
)

# Append-only, or thinned by a clock of its own: neither belongs to the region.
KEPT_FOR_THEIR_TIME = (ActivityEntry, ListChange, Work)
NOT_SOURCES = ("tests", "docs", "bench", "script", "var")


def demo_region(base_url: str) -> dict[str, int]:
    """Load it, outside of any transaction. Returns how many rows each table had before it."""
    kept = template_folder() / f"region-{_sources()}.sqlite3"
    before = kept.with_suffix(".json")
    with one_at_a_time("region"):
        if kept.exists():
            bring_back(kept)
            make_site(base_url)
            return json.loads(before.read_text())
        for old in template_folder().glob("region-*.*"):
            old.unlink()
        make_site(base_url)
        take_in(read_starter())
        before.write_text(json.dumps(counts()))
        call_command("seed_demo", verbosity=0)
        keep(kept)
    return json.loads(before.read_text())


def counts() -> dict[str, int]:
    """How many rows each table has, tables between two models included."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model not in KEPT_FOR_THEIR_TIME
    ]
    return {model._meta.db_table: model._base_manager.count() for model in models}


def _sources() -> str:
    """Of the migrations and of every file that the site is made of: another one, another region."""
    found = hashlib.sha256(fingerprint().encode() + Path(__file__).read_bytes())
    for folder in sorted(ROOT.iterdir()):
        if folder.name.startswith(".") or folder.name in NOT_SOURCES or not folder.is_dir():
            continue
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(str(path.relative_to(ROOT)).encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:16]
