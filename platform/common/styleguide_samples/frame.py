"""Samples of the frame, of forms, of the desk, of meetings and exchanges."""

import datetime

from common.styleguide_samples.lists import FACTS, Sample

QUEUE_ROW: Sample = {
    "title": "Half a day of mapping advice",
    "url": "#queue",
    "note": "Offer from Kestrel and Loom, sent on Wednesday. Expires on 30 April.",
    "acts": [
        {"text": "Approve", "name": "approve", "value": "7"},
        {"text": "Ask for changes", "name": "changes", "value": "7"},
    ],
}

SAMPLES: dict[str, list[Sample]] = {
    "demo_banner": [{"mail_url": "#mails"}],
    "rest": [{"until": datetime.date(2027, 3, 1), "reason": "Our volunteers take a break."}],
    "mark": [{}],
    "breadcrumbs": [
        {
            "crumbs": [
                {"title": "Home", "url": "#home"},
                {"title": "Opportunities", "url": "#list"},
                {"title": "Where do our referrals come from?"},
            ]
        }
    ],
    "notice": [
        {"text": "Your session ends in ten minutes.", "title": "Still there?"},
        {"text": "Saved. You can come back to it.", "tone": "good"},
        {"text": "Two offers close on Friday.", "tone": "warn"},
        {
            "text": "That mail came back.",
            "tone": "wrong",
            "link": {"title": "See why", "url": "#mails"},
        },
    ],
    "empty_state": [
        {
            "title": "No challenge in Dudley yet",
            "text": "Look at the whole region, or tell a group in Dudley that they can post one.",
            "action": "See the whole region",
            "url": "#all",
            "other": {"title": "Save this search", "url": "#save"},
        }
    ],
    "panel": [
        {
            "id": "glance",
            "title": "At a glance",
            "facts": FACTS,
            "tall": True,
            "action": "Apply",
            "action_url": "#apply",
            "note": "It takes about ten minutes. You can save and come back.",
        }
    ],
    "button": [
        {"text": "Post a challenge"},
        {"text": "Save and come back", "look": "alt"},
        {"text": "Ask a question", "look": "text", "url": "#ask"},
        {"text": "Delete my account", "look": "grave"},
        {"text": "Full", "disabled": True},
    ],
    "steps": [{"step": 3, "steps": 6, "name": "What skills it needs"}],
    "confirm": [
        {
            "question": "Close this challenge?",
            "text": "Nobody can apply after that. The three people who did are told today.",
            "action": "Close the challenge",
            "cancel_url": "#keep",
        }
    ],
    "saved_now": [{"saved": [("Website", "https://pantry.example/")]}],
    "search_box": [{"label": "Search opportunities", "value": "bus stops", "id": "sample-q"}],
    "progress": [
        {
            "label": "Looking for matches",
            "done": 140,
            "total": 412,
            "state": "140 of 412 people looked at. You can leave this page.",
        }
    ],
    "jump": [
        {
            "items": [
                {"title": "To approve", "url": "#approve", "count": 5},
                {"title": "To answer", "url": "#answer", "count": 3},
                {"title": "Overdue actions", "url": "#overdue", "count": 2, "late": True},
            ]
        }
    ],
    "queue": [
        {
            "id": "approve",
            "title": "To approve",
            "note": "5, about 15 minutes",
            "rows": [
                QUEUE_ROW,
                {
                    "title": "Data clinic, 12 January",
                    "note": "Event from Arden Vale University, where you teach.",
                    "acts": [{"text": "Pass to Colin", "url": "#pass", "look": "alt"}],
                },
            ],
        }
    ],
    "queue_row": [QUEUE_ROW],
    "agenda": [
        {
            "items": [
                {"time": "10:00", "title": "Welcome and introductions", "by": "Ruth Adeyemi"},
                {
                    "time": "10:25",
                    "title": "Counting step-free bus stops",
                    "text": "Two students showed an audit of 340 stops.",
                    "by": "Joanna Pike and Samir Haddad",
                    "link": {"title": "Slides, PDF, 1.2 MB", "url": "#slides"},
                },
                {"time": "11:30", "title": "Break", "pause": True},
            ]
        }
    ],
    "people": [
        {
            "groups": [
                {
                    "title": "Public bodies",
                    "rows": [
                        {"organisation": "Rea Hill Homes", "names": "Owen Pritchard"},
                        {"organisation": "Blythe Fire Service", "names": "Kiran Sandhu"},
                    ],
                },
                {
                    "title": "Universities",
                    "rows": [{"organisation": "Arden Vale University", "names": "Joanna Pike"}],
                },
            ]
        }
    ],
    "gives": [
        {
            "items": [
                {
                    "term": "You give",
                    "what": "Your upstairs room, six Tuesday evenings",
                    "text": "12 hours, to Arden Vale University, for a data clinic.",
                },
                {
                    "term": "You get",
                    "what": "A map analyst for two days",
                    "text": "16 hours, from Tamebridge Borough Council.",
                },
            ]
        }
    ],
}
