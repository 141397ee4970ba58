"""Every fact that the engine is given, in words for the public page; and what it is never given.

A test compares the names with the fields of the engine's types, so none can be added without words.
"""

NEED: dict[str, str] = {
    "key": "a number in place of its name",
    "organisation": "a number in place of the organisation",
    "kind": "whether it is a challenge, a placement or a job",
    "requirements": "the skills asked for, their levels, and which are essential",
    "starts": "when it starts",
    "ends": "when it ends",
    "place": "the district",
    "pattern": "on site, partly remote, or remote",
    "themes": "its themes",
    "gives_back": "what the organisation gives in return",
    "pay": "how it is paid",
    "stages": "who may apply: students, analysts and so on, where that is said",
    "accepts": "whether people, offers or both are looked for",
    "seats_left": "how many places are left",
    "hours": "hours a week",
    "never_helped": "whether the organisation was ever introduced to anybody here",
    "underserved": "whether few in its district were introduced in the last year",
    "pending": "how many introductions wait for an answer",
}
SUPPLY: dict[str, str] = {
    "key": "a number in place of the name",
    "kind": "whether it is a person or an offer",
    "held": "skills held, and their levels, as the person says; claims without evidence may count less",
    "wanted": "skills that the person wants to learn",
    "places": "districts within reach",
    "remote": "whether remote work is possible",
    "available_from": "from when there is time",
    "available_until": "until when there is time",
    "organisations": "numbers in place of the organisations that the person belongs to",
    "themes": "chosen themes",
    "asks": "what an offer asks for in return",
    "capacity_left": "how many places of an offer are left",
    "stage": "student, graduate, analyst and so on, as the person says",
    "hours": "hours a week",
    "pending": "how many introductions wait for an answer",
    "linked_with": "numbers in place of organisations already worked with",
}
NEVER: dict[str, str] = {
    "name": "names",
    "slug": "addresses of profiles",
    "summary": "what people write about themselves",
    "links": "links to their work",
    "days": "which days of the week suit",
    "affiliation_id": "where somebody says they study or work, unless they speak for it here",
}
"""Columns of a person that the matcher does not read."""

NEVER_BESIDE = (
    "CVs and anything read from them that the person did not confirm",
    "access needs",
    "pictures",
    "age, gender, ethnicity, disability, religion or any other protected characteristic: the Forum "
    "does not ask for them",
    "messages, applications and what hosts wrote about them",
    "how often somebody signs in or what they look at",
)
