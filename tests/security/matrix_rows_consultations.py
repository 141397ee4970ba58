"""Rows about consultations and responses."""

from .matrix import Row, page, request

RESPOND = "/consultations/open/respond/"


def _own_response(town, role: str) -> str:
    if role == "anonymous":
        return f"{RESPOND}by/{town.guest_link}/"
    if role in ("member", "lead"):
        return town.our_response.get_absolute_url()
    return town.responses.get(role, town.responses["student"]).get_absolute_url()


CONSULTATIONS: dict[str, Row] = {
    "P137": page(
        "/consultations/",
        "/consultations/feed.atom",
        "/consultations/open/",
        "/consultations/closed/",
        "/consultations/reported/report/",
        "/consultations/reported/report/export.csv",
        "/consultations/reported/report/export.json",
    ),
    "P138": request(
        lambda town, role: f"/desk/consultations/{town.consultation_draft.pk}/",
        data={"act": "ready"},
    ),
    "P139": request(
        lambda town, role: (
            f"{RESPOND}?for={town.ours.slug}" if role in ("member", "lead") else RESPOND
        ),
        lambda town, role: f"{RESPOND}?for={town.theirs.slug}",
    ),
    "P140": request(_own_response, lambda town, role: town.their_response.get_absolute_url()),
    "P141": request(lambda town, role: f"/desk/consultations/{town.consultation.pk}/responses/"),
    "P142": request(
        lambda town, role: f"/desk/consultations/{town.consultation_closed.pk}/report/",
        data={"act": "publish"},
    ),
}
