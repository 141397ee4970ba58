"""The vocabulary holds nothing about people."""

from common.personal import impersonal

impersonal(
    "skills.Skill",
    "id name slug kind description uri_exact uri_close status merged_into created updated",
    because="The shared vocabulary: words, never who uses them.",
)
impersonal(
    "skills.SkillAlias",
    "id skill text folded",
    because="The shared vocabulary: words, never who uses them.",
)
impersonal(
    "skills.SkillLink",
    "id source target kind",
    because="The shared vocabulary: words, never who uses them.",
)
impersonal(
    "skills.SourceRecord",
    "id skill source key content",
    because="The shared vocabulary: words, never who uses them.",
)
