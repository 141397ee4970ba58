"""Reading vocabularies from files into records. Knows files, not the database."""

from skills.reading.files import UnknownFormat, read_files
from skills.reading.records import Batch, LinkRecord, Problem, SkillRecord
from skills.reading.starter import read_starter

__all__ = [
    "Batch",
    "LinkRecord",
    "Problem",
    "SkillRecord",
    "UnknownFormat",
    "read_files",
    "read_starter",
]
