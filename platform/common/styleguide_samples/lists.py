"""Samples of lists, blocks and the reasons of a match."""

import datetime
from typing import Any

Sample = dict[str, Any]

SKILLS = [
    {"name": "Data cleaning", "have": True},
    {"name": "Mapping", "have": True},
    {"name": "Explaining data", "have": False},
]
FACTS = [
    {"term": "Where", "value": "Coventry, hybrid"},
    {"term": "Effort", "value": "12 days"},
    {"term": "Pay", "value": "Expenses"},
    {"term": "Closes", "value": "5 December"},
]
ROW: Sample = {
    "title": "Where do our referrals come from?",
    "url": "#row",
    "kind": "Challenge, Sowe Valley Pantry",
    "summary": "Join three years of referrals to ward figures, and show who is being missed.",
    "skills": SKILLS,
    "facts": FACTS,
}
YOURS: Sample = {
    "title": "What you gain",
    "words": "Most of it",
    "step": 4,
    "rows": [
        {
            "text": "Data cleaning",
            "state": "yes",
            "held": 3,
            "asked": 2,
            "note": "You ask working, they hold practitioner",
        },
        {
            "text": "Explaining data",
            "state": "near",
            "held": 2,
            "asked": 3,
            "note": "You ask practitioner, they hold working: one level below",
        },
        {
            "text": "Interviewing",
            "state": "no",
            "held": 0,
            "asked": 1,
            "note": "You ask awareness, they have not named it",
        },
    ],
}
THEIRS: Sample = {
    "title": "What they gain",
    "words": "A great deal",
    "step": 5,
    "rows": [
        {
            "text": "Moves mapping up a level",
            "state": "yes",
            "note": "They hold working and want practitioner",
        },
        {"text": "A theme they chose: food and poverty", "state": "yes"},
    ],
}
AREAS = [
    {"value": "bi", "label": "Birmingham", "count": 9},
    {"value": "co", "label": "Coventry", "count": 6, "selected": True},
    {"value": "wl", "label": "Walsall", "count": 2},
]

SAMPLES: dict[str, list[Sample]] = {
    "phases": [
        {
            "label": "Phases",
            "phases": [
                {
                    "title": "Applicants rank",
                    "text": "Everybody in the round says what they want most.",
                    "opens": datetime.datetime(2026, 3, 2, 17, tzinfo=datetime.UTC),
                    "closes": datetime.datetime(2026, 3, 16, 17, tzinfo=datetime.UTC),
                    "state": "done",
                },
                {
                    "title": "Hosts say whom they would take",
                    "opens": datetime.datetime(2026, 3, 17, 17, tzinfo=datetime.UTC),
                    "closes": datetime.datetime(2026, 3, 27, 17, tzinfo=datetime.UTC),
                    "state": "now",
                },
                {
                    "title": "Results",
                    "opens": datetime.datetime(2026, 4, 2, 17, tzinfo=datetime.UTC),
                },
            ],
        }
    ],
    "filters": [
        {
            "facets": [
                {
                    "name": "kind",
                    "title": "Kind",
                    "options": [
                        {"value": "challenge", "label": "Challenge", "count": 12},
                        {"value": "placement", "label": "Placement", "count": 14},
                    ],
                },
                {"name": "area", "title": "Area", "options": AREAS},
            ]
        }
    ],
    "facet": [{"name": "sort", "title": "Area", "options": AREAS, "kind": "radio"}],
    "count_bar": [
        {
            "count": 16,
            "noun": "opportunity",
            "plural": "opportunities",
            "note": "A filled block is a skill you have",
            "links": [{"title": "Save this search", "url": "#save"}],
        }
    ],
    "chips": [
        {
            "chips": [
                {"title": "Coventry", "url": "#no-co"},
                {"title": "Remote", "url": "#no-remote"},
            ],
            "clear_url": "#none",
        }
    ],
    "rows": [
        {
            "rows": [
                ROW,
                {
                    "title": "Open data officer, fixed term",
                    "url": "#job",
                    "kind": "Job",
                    "summary": "Tamebridge Borough Council, Sandwell",
                    "aside": ["£31,067, one year", "Closes 4 January"],
                    "status": {"text": "Two places left", "state": ""},
                },
            ]
        }
    ],
    "row": [{**ROW, "skills": [{"name": "SQL"}, {"name": "Metadata"}]}],
    "near_row": [
        {
            "title": "A council analyst with every skill you asked for",
            "text": "Free on Mondays from April; your dates end in March.",
            "change": "Move your end date to 30 April",
            "then": "and this becomes the strongest match on the page.",
            "action": "Change your dates",
            "url": "#dates",
        }
    ],
    "facts": [{"facts": FACTS}],
    "table": [
        {
            "caption": "Actions of the last meeting",
            "columns": [
                {"title": "Action"},
                {"title": "Owner"},
                {"title": "Days", "num": True},
                {"title": "State"},
            ],
            "rows": [
                [
                    {"text": "Publish the bus stop audit without addresses"},
                    {"text": "Nadia Rahman", "label": "Owner"},
                    {"text": 24, "label": "Days", "num": True},
                    {"text": "Done on 9 November", "label": "State", "status": "done"},
                ],
                [
                    {"text": "Ask again for the burial records, in writing", "url": "#ask"},
                    {"text": "Colin Marsh", "label": "Owner"},
                    {"text": 136, "label": "Days", "num": True},
                    {"text": "Overdue by 81 days", "label": "State", "status": "late"},
                ],
            ],
        }
    ],
    "tick_table": [
        {
            "caption": "Which priority serves which strand",
            "corner": "Priority",
            "columns": ["Champion public bodies", "Spread the word", "Share skills"],
            "rows": [
                {
                    "title": "Meet at a different place each time",
                    "url": "#meet",
                    "ticks": [
                        {"label": "Champion public bodies", "on": False},
                        {"label": "Spread the word", "on": True},
                        {"label": "Share skills", "on": True},
                    ],
                }
            ],
        }
    ],
    "disclosure": [
        {
            "summary": "How these were chosen",
            "text": "We looked at 412 people and 63 offers. 31 had the dates, the place and the "
            "essential skills.",
        }
    ],
    "example": [
        {
            "label": "What data is there?",
            "example": {
                "good": "One spreadsheet of 4,100 referrals since 2023, with misspelt addresses.",
                "weak": "Lots of data.",
                "why": "Say what a row is, how many there are, and what is wrong with it.",
            },
        }
    ],
    "remarks": [
        {"remarks": [{"author": "A custodian", "text": "Who counts them?", "answer": "We do."}]}
    ],
    "level_blocks": [
        {"held": 3, "asked": 2, "of": 4},
        {"held": 1, "asked": 3},
        {"held": 4, "of": 5},
    ],
    "skill_list": [{"skills": SKILLS}, {"skills": [{"name": "SQL"}, {"name": "Metadata"}]}],
    "status": [
        {"text": "Due 2 December"},
        {"text": "Done on 9 November", "state": "done"},
        {"text": "Overdue by 81 days", "state": "late"},
    ],
    "why_row": [YOURS["rows"][0]],
    "gain": [YOURS],
    "reasons": [
        {
            "yours": YOURS,
            "theirs": THEIRS,
            "missing": "They have not presented to trustees before.",
            "change": "A member who can sit in on the last meeting would close the gap.",
        }
    ],
    "match": [
        {
            "id": "m1",
            "kind": "Person",
            "title": "A master’s student in health data",
            "facts": [
                {"term": "Where", "value": "Coventry, 2 miles"},
                {"term": "When", "value": "Two days a week, from 11 January"},
            ],
            "yours": YOURS,
            "theirs": THEIRS,
            "missing": "Interviewing, which you marked as desirable.",
            "change": "Add the delivery routes you mentioned to the brief.",
            "action": "Ask for an introduction",
            "action_url": "#ask",
        }
    ],
    "todo": [{"done": 6, "total": 25, "label": "6 of 25 things done this week"}],
}
