"""Rows about conversations of introduced sides, and about outcomes."""

from mission.models import Node

from .matrix import Row, assigned, request
from .town_impact import talk_of


def _thread(end: str = ""):
    return (
        lambda town, role: f"/introductions/{talk_of(town, role).pk}/thread/{end}",
        lambda town, role: f"/introductions/{town.their_talk.pk}/thread/{end}",
    )


def _own_message(town, role: str) -> str:
    said = town.said.get(role, town.their_message)
    return f"/introductions/messages/{said.pk}/delete/"


def _record(town, role: str) -> str:
    return f"/outcomes/new/introduction/{talk_of(town, role).pk}/"


def _consent(town, role: str) -> str:
    own = town.asked_of.get(role, town.their_outcome)
    return f"/outcomes/{own.pk}/consent/"


def _publish(town, which: str) -> dict:
    return {"decision": "publish", "node": Node.objects.first().pk}


IMPACT: dict[str, Row] = {
    "P112": assigned(request(*_thread())),
    "P113": assigned(request(*_thread(), data={"text": "On Tuesday?"})),
    "P114": assigned(request(*_thread("block/"), data={"act": "block"})),
    "P115": request(lambda town, role: f"/desk/messages/{town.message_report.pk}/"),
    "P116": assigned(
        request(
            _own_message,
            lambda town, role: f"/introductions/messages/{town.their_message.pk}/delete/",
            data={},
        )
    ),
    "P117": request(lambda town, role: town.outcome.get_absolute_url()),
    "P118": request(
        _record, lambda town, role: f"/outcomes/new/introduction/{town.their_talk.pk}/"
    ),
    "P119": request(
        _consent,
        lambda town, role: f"/outcomes/{town.their_outcome.pk}/consent/",
        data={"publish": "yes"},
    ),
    "P120": request(lambda town, role: f"/desk/outcomes/{town.waiting_outcome.pk}/", data=_publish),
}
