"""Users, profiles, skills, files, and what was opened to whom."""

from common.personal import ACCOUNT, Part, part, personal

BY_CHOICE = "whom you chose; unnamed to a matched host"


def _yours(fields: str, *, why: str, kept: str = ACCOUNT, seen: str = "you") -> Part:
    return part(fields, why=why, basis="contract", kept=kept, seen=seen)


def _shown(fields: str, *, why: str) -> Part:
    return part(fields, why=why, basis="consent", kept=ACCOUNT, seen=BY_CHOICE)


personal(
    "profiles.User",
    "Your sign-in",
    _yours(
        "email name date_joined last_login is_active",
        why="signing in, and writing to you",
        seen="you; the other side of an introduction once both said yes",
    ),
    _yours("is_staff is_superuser", why="knowing who runs the Forum"),
    part("password", why="signing in", basis="contract", kept=ACCOUNT, seen="nobody", secret=True),
    about="pk",
    plain="id",
)
personal(
    "profiles.User_groups",
    "Groups you are in",
    _yours("user group", why="knowing who is a custodian", seen="you; custodians"),
    about="user",
    plain="id",
)
personal(
    "profiles.User_user_permissions",
    "Rights given to you alone",
    _yours("user permission", why="knowing who may do what"),
    about="user",
    plain="id",
)
personal(
    "profiles.CustodianSince",
    "Since when you have been a custodian",
    _yours("user since", why="counting the days you have to add a second step"),
    about="user",
)
personal(
    "profiles.AddressQuestion",
    "Addresses that wait for a yes from your main one",
    _yours(
        "user address answer asked_at until settled_at",
        why="keeping others out of your account",
        kept="profiles.settled",
    ),
    about="user",
    plain="id",
)
personal(
    "profiles.Agreement",
    "What you agreed to",
    part(
        "user to version how agreed_at ended_at",
        why="knowing which words you agreed to, and when",
        basis="interests",
        kept=ACCOUNT,
        seen="you",
    ),
    about="user",
    plain="id",
)
personal(
    "profiles.Copy",
    "Copies of your data that you asked for",
    _yours(
        "user asked_at ready_at expires_at size", why="handing it to you", kept="profiles.copies"
    ),
    part(
        "stored",
        why="finding the file",
        basis="contract",
        kept="profiles.copies",
        seen="nobody",
        secret=True,
    ),
    about="user",
    plain="id",
)
personal(
    "profiles.Onboarding",
    "What brought you here, and how far you came",
    _yours("user purposes step finished_at", why="going on where you left"),
    about="user",
)
personal(
    "profiles.Person",
    "Your profile",
    _shown(
        "name slug stage summary district remote available_from available_until hours_per_week days "
        "links affiliation affiliation_confirmed_on",
        why="being matched, and showing what you can do",
    ),
    _yours("user visibility created changed", why="showing you to nobody else than you chose"),
    about="user",
    plain="id is_demo",
)
for _label, _title, _fields in (
    ("profiles.Person_themes", "Themes you care about", "person theme"),
    ("profiles.Reach", "Where you can get to", "person district by"),
    ("profiles.HeldSkill", "What you can do", "person skill level evidence"),
    ("profiles.WantedSkill", "What you want to learn", "person skill level"),
):
    personal(_label, _title, _shown(_fields, why="being matched"), about="person__user", plain="id")
personal(
    "profiles.AccessNeeds",
    "What helps you to work well",
    part(
        "person text shared",
        why="a host preparing",
        basis="consent",
        kept=ACCOUNT,
        seen="you; a host who agreed with you, and only if you share it",
    ),
    about="person__user",
)
personal(
    "profiles.Curriculum",
    "Your CV",
    part(
        "person extension media_type size scan handed_in",
        why="applying",
        basis="consent",
        kept="profiles.cvs",
        seen="you; those you sent it to, while that lasts",
    ),
    part(
        "stored",
        why="finding the file",
        basis="contract",
        kept="profiles.cvs",
        seen="nobody",
        secret=True,
    ),
    about="person__user",
)
personal(
    "profiles.KeptText",
    "A text you chose to keep",
    part(
        "person text kept_at",
        why="finding skills in it again",
        basis="consent",
        kept="profiles.kept_texts",
        seen="you",
    ),
    about="person__user",
)
personal(
    "profiles.Disclosure",
    "What was opened of you, and to you",
    part(
        "person viewer scope cause since until",
        why="keeping the promise of who sees you",
        basis="consent",
        kept="profiles.disclosures",
        seen="you",
    ),
    about="person__user viewer",
    plain="id",
    # Who was shown to the reader may hide now: which introduction it was says enough.
    others=lambda row, user: {"person"} if row.viewer_id == user.pk else set(),
)
