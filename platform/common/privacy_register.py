"""The register of processing, as Markdown: written into ``docs/privacy.md``, and compared by a test."""

from pathlib import Path

from django.apps import apps
from django.conf import settings

from common.personal import BASES, DECLARATIONS, declared
from common.retention import CLOCKS, clocks

BEGIN, END = "<!-- register: begin -->", "<!-- register: end -->"


def path() -> Path:
    """Where the register stands."""
    return Path(settings.BASE_DIR) / "docs" / "privacy.md"


def written(page: str) -> str:
    """The page with the register as the declarations have it now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{register()}{END}{after}"


def register() -> str:
    """What is kept about people, how long, and which tables hold nothing about anybody."""
    lines = [
        "### What is kept about people",
        "",
        "| Record | Fields | Why | Basis | Kept | Seen by |",
        "|---|---|---|---|---|---|",
    ]
    for row in declared():
        for part in row.parts:
            names = ", ".join(f"`{name}`" for name in part.fields)
            secret = " (never handed out)" if part.secret else ""
            lines.append(
                f"| {row.title}: `{row.model}` | {names}{secret} | {part.why} | {part.basis} "
                f"| {_kept(part.kept)} | {part.seen} |"
            )
    lines += ["", "The bases:", ""]
    lines += [f"* *{name}*: {words}" for name, words in BASES.items()]
    lines += ["", "### What ends by itself", "", "| What | Kept | Then |", "|---|---|---|"]
    lines += [f"| {clock.keeps} | {clock.until} | {clock.then} |" for clock in clocks()]
    lines += ["", "### Tables that hold nothing about people", ""]
    reasons: dict[str, list[str]] = {}
    for label, row in sorted(DECLARATIONS.items()):
        # The full-text table of SQLite is another one on PostgreSQL.
        if row.because and "FTS" not in label and apps.is_installed(_app_of(label)):
            reasons.setdefault(row.because, []).append(f"`{label}`")
    lines += [f"* {', '.join(labels)}: {because}" for because, labels in sorted(reasons.items())]
    return "\n".join(lines) + "\n"


def _app_of(label: str) -> str:
    return apps.get_app_config(label.partition(".")[0]).name


def _kept(name: str) -> str:
    return CLOCKS[name].until if name in CLOCKS else "while there is an account"
