"""Where the site answers otherwise than the csv's cell says, on purpose, and why.

Each entry is ``(row, roles, twins): (what happens, why)``. A difference that is none fails a test.
"""

from .matrix import ALLOWED, FORBIDDEN, MISSING, SIGN_IN, TURNED_AWAY

BOTH = ("own", "foreign")
AS_CUSTODIAN = "There is no break-glass yet: a superuser counts as a custodian of public records."
PUBLIC_ADDRESS = (
    "At an address where public things are shown too, a stranger gets the page that a missing one "
    "gets: asking for a sign-in would say that there is something."
)
SEEN_ALREADY = "Whoever may look at it is told that they may not do this, not that it is missing."
NO_PARTY = "The parties of a ring are organisations: who belongs to none has no ring of their own."
EDITOR_DOOR = "Wagtail sends everybody without its right to the sign-in page, whatever the address."

DIFFERENCES: dict[tuple[str, tuple[str, ...], tuple[str, ...]], tuple[str, str]] = {
    ("P004", ("lead",), ("own",)): (
        ALLOWED,
        "Leads are not made to have a second step, so they may take theirs off.",
    ),
    ("P012", ("student", "expert", "member", "lead"), ("own",)): (SIGN_IN, EDITOR_DOOR),
    ("P012", ("custodian",), ("own",)): (
        TURNED_AWAY,
        "Inside the editor Wagtail goes back to its front page and says that it is not allowed.",
    ),
    ("P012", ("superuser",), ("own",)): (
        ALLOWED,
        "P153 gives superusers the editor's pages about users, and whoever is in its group is a custodian.",
    ),
    ("P014", ("anonymous",), BOTH): (MISSING, PUBLIC_ADDRESS),
    ("P018", ("student", "expert", "member", "lead"), BOTH): (FORBIDDEN, SEEN_ALREADY),
    ("P018", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P022", ("anonymous",), ("foreign",)): (MISSING, PUBLIC_ADDRESS),
    ("P022", ("superuser",), BOTH): (
        MISSING,
        "Superusers have no business with people: who speaks for whom is for its own and custodians.",
    ),
    ("P049", ("expert",), ("own",)): (ALLOWED, "An expert who hands in a CV sees how it stands."),
    ("P056", ("student", "expert", "member", "lead"), ("own",)): (SIGN_IN, EDITOR_DOOR),
    ("P034", ("anonymous",), ("own",)): (MISSING, PUBLIC_ADDRESS),
    ("P035", ("anonymous",), BOTH): (MISSING, PUBLIC_ADDRESS),
    ("P036", ("anonymous",), BOTH): (MISSING, PUBLIC_ADDRESS),
    ("P053", ("anonymous",), BOTH): (MISSING, PUBLIC_ADDRESS),
    ("P065", ("anonymous",), BOTH): (MISSING, PUBLIC_ADDRESS),
    ("P034", ("superuser",), ("own",)): (ALLOWED, "They are a signed-in reader like others."),
    ("P043", ("superuser",), ("own",)): (ALLOWED, "They are a signed-in reader like others."),
    ("P044", ("superuser",), ("own",)): (ALLOWED, "A superuser with a profile is a person too."),
    ("P045", ("superuser",), ("own",)): (ALLOWED, "A superuser with a profile is a person too."),
    ("P163", ("superuser",), ("own",)): (ALLOWED, "A superuser with a profile is a person too."),
    ("P126", ("student", "expert", "member", "lead", "custodian", "superuser"), ("foreign",)): (
        MISSING,
        "That somebody booked is nobody else's business, so their booking is not there.",
    ),
    ("P128", ("custodian",), ("own",)): (
        ALLOWED,
        "P126 lets a custodian book: what they said of themselves is theirs to read and change.",
    ),
    ("P051", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P052", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P053", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P058", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P059", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P065", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P066", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P067", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P063", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P073", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P068", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P070", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P052", ("student",), ("own",)): (
        ALLOWED,
        "Handing in a first offer is how somebody becomes an approved offerer; a custodian decides.",
    ),
    ("P059", ("member",), ("own",)): (FORBIDDEN, SEEN_ALREADY),
    ("P067", ("member",), ("own",)): (FORBIDDEN, SEEN_ALREADY),
    ("P060", ("student", "expert", "member", "lead"), ("own",)): (
        MISSING,
        "What waits for a decision is not public, so neither is the page that decides about it.",
    ),
    ("P109", ("student", "expert", "member", "lead"), ("foreign",)): (
        MISSING,
        "An introduction is asked for from a match of one's own; strangers' matches are hidden.",
    ),
    ("P104", ("student", "expert"), ("own",)): (MISSING, NO_PARTY),
    ("P105", ("student", "expert"), ("own",)): (MISSING, NO_PARTY),
    ("P106", ("student", "expert"), ("own",)): (MISSING, NO_PARTY),
    ("P110", ("student", "lead"), ("own",)): (FORBIDDEN, SEEN_ALREADY),
    ("P111", ("custodian",), ("foreign",)): (FORBIDDEN, SEEN_ALREADY),
    ("P079", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P121", ("student", "expert", "member", "lead"), ("own",)): (SIGN_IN, EDITOR_DOOR),
    ("P121", ("superuser",), ("own",)): (ALLOWED, AS_CUSTODIAN),
    ("P124", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P124", ("anonymous",), ("own",)): (
        SIGN_IN,
        "Nobody drafts without an account, so a stranger has no draft of their own.",
    ),
    ("P125", ("superuser",), BOTH): (ALLOWED, AS_CUSTODIAN),
    ("P132", ("student", "expert", "member", "lead", "superuser"), ("foreign",)): (
        MISSING,
        "Notes are nobody's business before they are circulated, so the room to write them is hidden.",
    ),
    ("P149", ("student", "expert", "member", "lead"), ("own",)): (SIGN_IN, EDITOR_DOOR),
    ("P150", ("student", "expert", "member", "lead"), ("own",)): (SIGN_IN, EDITOR_DOOR),
    ("P151", ("student", "expert", "member", "lead"), ("own",)): (SIGN_IN, EDITOR_DOOR),
    ("P153", ("student", "expert", "member", "lead"), ("own",)): (SIGN_IN, EDITOR_DOOR),
    ("P154", ("student", "expert", "member", "lead"), ("own",)): (SIGN_IN, EDITOR_DOOR),
    ("P153", ("custodian",), ("own",)): (
        TURNED_AWAY,
        "Inside the editor Wagtail goes back to its front page and says that it is not allowed.",
    ),
}


def stated() -> dict[tuple[str, str, str], str]:
    """What happens instead, for each (row, role, twin)."""
    return {
        (row, role, twin): outcome
        for (row, roles, twins), (outcome, _) in DIFFERENCES.items()
        for role in roles
        for twin in twins
    }
