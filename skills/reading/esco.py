"""The European skills classification (ESCO), as the Commission publishes it in CSV.

Read are ``skills_en.csv``, ``broaderRelationsSkillPillar.csv`` and ``skillSkillRelations.csv``;
also a selection in one file with short ``esco:`` addresses. Groups are not skills: rows about
them are counted as skipped.
"""

from skills.reading.records import Batch, LinkRecord, Problem, SkillRecord

SOURCE = "esco"
SELECTION = "esco-selection"  # an edition of its own: it names fewer words and links
PREFIX = "http://data.europa.eu/esco/"
KINDS = {"knowledge": "knowledge", "skill/competence": "practice", "skill": "practice", "": ""}


def full_uri(text: str) -> str:
    """The whole address of a concept, also when it is written short."""
    text = text.strip()
    return PREFIX + text.removeprefix("esco:") if text.startswith("esco:") else text


def read_skill(row: dict[str, str], file: str, line: int, batch: Batch) -> None:
    """A row of ``skills_en.csv``: alternative labels stand on lines of their own."""
    if row.get("conceptType", "KnowledgeSkillCompetence") != "KnowledgeSkillCompetence":
        batch.skipped += 1
        return
    if (status := row.get("status") or "released") != "released":
        batch.problems.append(Problem(file, line, f"the concept is “{status}”, not released"))
        return
    _add(
        batch,
        file,
        line,
        uri=row["conceptUri"],
        label=row["preferredLabel"],
        kind=row.get("skillType", ""),
        description=row.get("description", ""),
        aliases=row["altLabels"].split("\n"),
    )


def read_selected(row: dict[str, str], file: str, line: int, batch: Batch) -> None:
    """A row of a selection: labels parted by ``|``, links in the same row."""
    uri = full_uri(row["uri"])
    added = _add(
        batch,
        file,
        line,
        uri=uri,
        label=row["preferred_label"],
        kind=row.get("skill_type", ""),
        description=row.get("description", ""),
        aliases=row["alt_labels"].split("|"),
        source=SELECTION,
    )
    if not added:
        return
    for kind in ("broader", "related"):
        for target in filter(None, row.get(kind, "").split("|")):
            short = target.removeprefix("essential:").removeprefix("optional:")
            batch.links.append(
                LinkRecord(SELECTION, kind, uri, full_uri(short), file, line, strict=False)
            )


def read_broader(row: dict[str, str], file: str, line: int, batch: Batch) -> None:
    """A row of ``broaderRelationsSkillPillar.csv``."""
    if "SkillGroup" in (row.get("conceptType"), row["broaderType"]):
        batch.skipped += 1
        return
    _link(batch, file, line, "broader", row["conceptUri"], row["broaderUri"])


def read_related(row: dict[str, str], file: str, line: int, batch: Batch) -> None:
    """A row of ``skillSkillRelations.csv``: essential and optional both mean related here."""
    _link(batch, file, line, "related", row["originalSkillUri"], row["relatedSkillUri"])


def _link(batch: Batch, file: str, line: int, kind: str, key: str, target: str) -> None:
    key, target = full_uri(key), full_uri(target)
    if key == target:
        batch.problems.append(Problem(file, line, f"{key} is linked to itself"))
    elif not (key.startswith(PREFIX) and target.startswith(PREFIX)):
        wrong = key if not key.startswith(PREFIX) else target
        batch.problems.append(Problem(file, line, f"“{wrong[:80]}” is not an ESCO address"))
    else:
        batch.links.append(LinkRecord(SOURCE, kind, key, target, file, line))


def _add(
    batch: Batch,
    file: str,
    line: int,
    *,
    uri: str,
    label: str,
    kind: str,
    description: str,
    aliases: list[str],
    source: str = SOURCE,
) -> bool:
    uri = full_uri(uri)
    if not uri.startswith(PREFIX):
        batch.problems.append(Problem(file, line, f"“{uri[:80]}” is not an ESCO address"))
        return False
    if kind.strip() not in KINDS:
        batch.problems.append(Problem(file, line, f"unknown skill type “{kind[:40]}”"))
        return False
    words = dict.fromkeys(" ".join(text.split()) for text in aliases if text.strip())
    batch.skills.append(
        SkillRecord(
            source=source,
            key=uri,
            name=" ".join(label.split()),
            # Six concepts of version 1.1.1 have no type; nearly all are things one does.
            kind=KINDS[kind.strip()] or "practice",
            description=description.strip(),
            aliases=tuple(words),
            uri_exact=uri,
            file=file,
            line=line,
        )
    )
    return True
