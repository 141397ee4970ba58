"""Which request or verb stands for each row about who speaks for whom."""

from django.utils import timezone

from profiles import services
from profiles.services.invitations import link_of
from profiles.services.met import link_of as claim_link

from .matrix import Row, asked, request, verb


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


def _claim_path(town, role: str, *, own: bool) -> str:
    row = town.claims.get(role) if own else town.their_claim
    return f"{claim_link(row or town.their_claim)}take/"


MET = {
    "name": "Somebody New",
    "address": "new@people.example",
    "stage": "analyst",
    "met_on": "",
    "met_where": "The September meeting",
    "consent": "Yes.",
}


def _enter_met(town, role: str, which: str) -> str:
    """The list, and entering somebody, are answered alike."""
    listed = asked(town, role, "/desk/met/")[0]
    fields = {**MET, "met_on": f"{timezone.localdate():%Y-%m-%d}"}
    entered = asked(town, role, "/desk/met/person/", fields)[0]
    return entered if entered == listed else f"mixed: {listed}, {entered}"


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
    "P040": Row(_enter_met, twins=("own",)),
    "P041": request(
        lambda town, role: _claim_path(town, role, own=True),
        lambda town, role: _claim_path(town, role, own=False),
        data={},
    ),
}
