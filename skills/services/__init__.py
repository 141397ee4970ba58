"""What can happen to the vocabulary. The only writers of its rows besides the admin's form."""

from skills.services.following import follow_merge
from skills.services.intake import Tally, take_in
from skills.services.terms import (
    add_alias,
    create_skill,
    link_skills,
    merge_skills,
    remove_alias,
    restore_skill,
    retire_skill,
    unlink_skills,
)

__all__ = [
    "Tally",
    "add_alias",
    "create_skill",
    "follow_merge",
    "link_skills",
    "merge_skills",
    "remove_alias",
    "restore_skill",
    "retire_skill",
    "take_in",
    "unlink_skills",
]
