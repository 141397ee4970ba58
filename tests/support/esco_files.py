"""Small files as the European skills classification publishes them, and taking them in."""

import gzip
from collections.abc import Callable
from pathlib import Path

from skills import services
from skills.reading import read_files

BASE = "http://data.europa.eu/esco/skill/"
HEADER = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status,description\n"


def row(key: str, label: str, alts: str = "", kind: str = "knowledge", about: str = "") -> str:
    return f'KnowledgeSkillCompetence,{BASE}{key},{kind},,"{label}","{alts}",released,"{about}"\n'


def writer(folder: Path) -> Callable[..., Path]:
    """Writes rows under the header of the skills' file and gives its path."""

    def write(*rows: str, name: str = "skills_en.csv") -> Path:
        path = folder / name
        data = (HEADER + "".join(rows)).encode("utf-8", "surrogateescape")
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return write


def write_broader(path: Path, *pairs: tuple[str, str]) -> Path:
    """The file of broader relations: each pair says that the first is part of the second."""
    lines = ["conceptType,conceptUri,broaderType,broaderUri"]
    lines += [
        f"KnowledgeSkillCompetence,{BASE}{part},KnowledgeSkillCompetence,{BASE}{whole}"
        for part, whole in pairs
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def take(*paths: Path, **options) -> services.Tally:
    return services.take_in(read_files(paths), **options)
