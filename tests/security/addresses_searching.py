"""Where hostile texts are sent: saved searches, and which mails come."""

from common.mail_choices import TOPICS

from .hostile import Address


def searching() -> list[Address]:
    """A search saved, and the choice of mails."""
    return [
        Address(
            "choose mails",
            "/me/mails/choices/",
            ("posts", "suggestions", "begins", "ends"),
            good=dict.fromkeys(TOPICS, "daily"),
            who="student",
            method="POST",
        ),
        Address(
            "save a search",
            "/me/searches/new/",
            ("name", "alerts", "kind", "query"),
            good={"name": "Maps", "alerts": "weekly", "kind": "job", "query": "q=maps"},
            typed=("name",),
            who="student",
            method="POST",
        ),
        Address(
            "a search to be saved",
            "/me/searches/new/",
            ("list", "q", "district", "skill", "level", "hours"),
            who="student",
        ),
    ]
