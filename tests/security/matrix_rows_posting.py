"""Rows about challenges, placements and jobs."""

import datetime

from .matrix import Row, page, request

WORK = {"title": "Tidy it", "description": "A survey.", "learns": "Mapping."}


def _draft_challenge_path(town, role: str) -> str:
    """Whoever belongs to no organisation begins a draft; others go on with their own."""
    if role in ("student", "expert"):
        return "/challenges/new/"
    return f"/challenges/{town.challenge_draft.slug}/edit/data/"


def _a_later_day(town, which: str) -> dict[str, str]:
    day = town.placement.closes + datetime.timedelta(days=10)
    return {"closes": day.isoformat()}


POSTING: dict[str, Row] = {
    "P057": page("/challenges/", "/challenges/referrals/", "/challenges/export.csv"),
    "P058": request(
        _draft_challenge_path,
        lambda town, role: f"/challenges/{town.their_challenge_draft.slug}/edit/data/",
    ),
    "P059": request(
        lambda town, role: f"/challenges/{town.challenge_draft.slug}/edit/check/",
        lambda town, role: f"/challenges/{town.their_challenge_draft.slug}/edit/check/",
        data={},
    ),
    "P060": request(
        lambda town, role: f"/challenges/{town.waiting.slug}/decide/", data={"decision": "approve"}
    ),
    "P061": request(
        lambda town, role: "/challenges/referrals/interest/",
        lambda town, role: "/challenges/repairs/interest/",
        data={},
    ),
    "P062": request(
        lambda town, role: "/challenges/referrals/interested/",
        lambda town, role: "/challenges/repairs/interested/",
    ),
    "P064": page("/placements/", "/placements/stop-audit/"),
    "P065": request(
        lambda town, role: f"/placements/{town.placement_draft.slug}/",
        lambda town, role: f"/placements/{town.their_placement_draft.slug}/",
    ),
    "P066": request(
        lambda town, role: f"/placements/{town.placement_draft.slug}/edit/problem/",
        lambda town, role: f"/placements/{town.their_placement_draft.slug}/edit/problem/",
        data=WORK,
    ),
    "P067": request(
        lambda town, role: f"/placements/{town.placement_draft.slug}/edit/check/",
        lambda town, role: f"/placements/{town.their_placement_draft.slug}/edit/check/",
        data={},
    ),
    "P068": request(
        lambda town, role: "/placements/stop-audit/edit/problem/",
        lambda town, role: "/placements/damp-survey/edit/problem/",
        data=WORK,
    ),
    "P070": request(
        lambda town, role: "/placements/stop-audit/later/",
        lambda town, role: "/placements/damp-survey/later/",
        data=_a_later_day,
    ),
    "P071": request(
        lambda town, role: "/placements/stop-audit/close/",
        lambda town, role: "/placements/damp-survey/close/",
        data={"how": "closed"},
    ),
    "P073": request(
        lambda town, role: "/placements/stop-audit/again/",
        lambda town, role: "/placements/damp-survey/again/",
        data={},
    ),
}
