"""Which request or verb stands for each row about who speaks for whom."""

from profiles import services
from profiles.services.invitations import link_of

from .matrix import Row, request, verb


def _raise_oneself(town, user, role, which):
    """Lead is the most there is, so a lead cannot even take it again."""
    mine = None if role == "anonymous" else user.memberships.order_by("pk").first()
    return False if mine is None else services.change_role(mine, "lead", by=user)


def _relations_path(organisation: str):
    """What is confirmed stands on the public page; the rest is for its own people."""

    def path(town, role: str) -> str:
        tail = "" if role in ("anonymous", "student", "expert") else "relations/"
        return f"/organisations/{getattr(town, organisation).slug}/{tail}"

    return path


def _invitation_path(town, role: str, *, own: bool) -> str:
    row = town.invitations.get(role) if own else town.their_invitation
    return link_of(row or town.their_invitation)


def _house(tail: str, **data) -> Row:
    """A row about ours and about theirs, with the keys of what lies there in braces."""

    def where(organisation: str, prefix: str):
        def path(town, role):
            keys = {
                name: getattr(town, prefix + name).pk
                for name in ("invitation", "join_request", "membership")
            }
            return f"/organisations/{getattr(town, organisation).slug}/" + tail.format(**keys)

        return path

    return request(where("ours", ""), where("theirs", "their_"), data=data or None)


JOINING: dict[str, Row] = {
    "P021": request(_relations_path("ours"), _relations_path("theirs")),
    "P023": _house("people/"),
    "P024": _house("people/invite/", address="new@people.example", role="member"),
    "P025": _house("people/invitations/{invitation}/withdraw/", sure="yes"),
    "P026": request(
        lambda town, role: _invitation_path(town, role, own=True),
        lambda town, role: _invitation_path(town, role, own=False),
        data={"answer": "yes"},
    ),
    "P027": request(
        lambda town, role: "/organisations/tame-housing/join/", data={"note": "Hello."}
    ),
    "P028": _house("people/requests/{join_request}/", decision="yes", role="member"),
    "P029": _house("people/{membership}/", role="supervisor"),
    "P030": verb(_raise_oneself, "own"),
    "P031": _house("people/{membership}/remove/", sure="yes"),
    "P032": request(
        lambda town, role: "/organisations/canal-street/leave/",
        data=lambda town, which: {"successor": str(town.successor.pk)},
    ),
}
