"""The Government Digital and Data Profession Capability Framework, as CSV.

One row per skill: name, what it is, and what each of the four levels means. The level texts are
kept with the source record and shown with their attribution, apart from our own words.
"""

from skills.reading.records import Batch, Problem, SkillRecord

SOURCE = "ddat"
LEVELS = ("awareness", "working", "practitioner", "expert")


def read_skill(row: dict[str, str], file: str, line: int, batch: Batch) -> None:
    """A row of the framework: skill, description, awareness, working, practitioner, expert."""
    name = " ".join(row["skill"].split())
    if not name:
        batch.problems.append(Problem(file, line, "the skill has no name"))
        return
    batch.skills.append(
        SkillRecord(
            source=SOURCE,
            key=name.casefold()[:200],
            name=name,
            kind="practice",
            description=row.get("description", "").strip(),
            levels={level: row[level].strip() for level in LEVELS if row.get(level, "").strip()},
            file=file,
            line=line,
        )
    )
