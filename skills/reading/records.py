"""What every reader gives back: records that passed the door, and rows that did not."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """A row that was left out: where it stands and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


@dataclass(frozen=True)
class SkillRecord:
    """One skill as a source describes it. ``key`` names it for ever within its source."""

    source: str
    key: str
    name: str
    kind: str
    description: str
    file: str
    line: int
    aliases: tuple[str, ...] = ()
    uri_exact: str = ""
    uri_close: str = ""
    levels: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> dict:
        """What the source says, without where it stands in the file."""
        content = {
            "name": self.name,
            "kind": self.kind,
            "description": self.description,
            "uri_exact": self.uri_exact,
            "uri_close": self.uri_close,
            "aliases": list(self.aliases),
        }
        return content | ({"levels": self.levels} if self.levels else {})


@dataclass(frozen=True)
class LinkRecord:
    """One link of a source: ``key`` has ``target`` as a broader or related skill.

    ``strict`` is False where a source also names skills that it does not hold.
    """

    source: str
    kind: str
    key: str
    target: str
    file: str
    line: int
    strict: bool = True


@dataclass
class Batch:
    """All that some files said. ``skipped`` counts rows about things we do not hold."""

    skills: list[SkillRecord] = field(default_factory=list)
    links: list[LinkRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0
