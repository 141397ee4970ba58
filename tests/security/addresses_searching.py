"""Where hostile texts are sent: saved searches, and which mails come."""

from types import SimpleNamespace

from common.mail_choices import TOPICS
from opportunities import alert_links

from .hostile import Address


def searching(town: SimpleNamespace) -> list[Address]:
    """A search saved, changed and stopped, and the choice of mails."""
    stop = alert_links.make(search_id=town.search.pk, user_id=town.student.pk)
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
        Address(
            "mails about a search",
            f"/me/searches/{town.search.pk}/",
            ("alerts",),
            good={"alerts": "daily"},
            who="student",
            method="POST",
        ),
        Address("which search", "/me/searches/{pk}/", ("pk",), who="student"),
        Address("which search to delete", "/me/searches/{pk}/delete/", ("pk",), who="student"),
        Address("mails of a search", f"/searches/stop/{stop}/", ("action",), method="POST"),
    ]
