"""The Forum's own records hold nothing about people."""

from common.personal import impersonal

impersonal(
    "mission.Strand",
    "id latest_revision order title slug short summary",
    because="The Forum’s own public records.",
)
impersonal(
    "mission.Priority_strands",
    "id priority strand",
    because="The Forum’s own public records.",
)
impersonal(
    "mission.Priority",
    "id latest_revision order title slug short summary",
    because="The Forum’s own public records.",
)
impersonal(
    "mission.TheoryRow",
    "id latest_revision order title slug",
    because="The Forum’s own public records.",
)
impersonal(
    "mission.Node",
    "id latest_revision order title slug row column text",
    because="The Forum’s own public records.",
)
impersonal("mission.NodeLink", "id source target", because="The Forum’s own public records.")
impersonal("mission.Theme", "id name slug description", because="The Forum’s own public records.")
impersonal(
    "mission.District_neighbours",
    "id from_district to_district",
    because="The Forum’s own public records.",
)
impersonal(
    "mission.District",
    "id order name slug code short in_combined_authority",
    because="The Forum’s own public records.",
)
