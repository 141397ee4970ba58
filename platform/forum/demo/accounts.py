"""Who can sign in to the demonstration, and how. Never in production: the site then has no demo region."""

PASSWORD = "west-midlands-2026"  # noqa: S105 (a published password of invented people)

CUSTODIAN = "hettie.vaughan@wmodf.example"
SECOND_CUSTODIAN = "colin.marsh@wmodf.example"
TRUSTEE = "perpetua.lowe@sowe-valley-pantry.example"
STUDENT = "noor.okafor@students.example"
UNIVERSITY = "ruth.banerjee@arden-vale.example"
COUNCIL = "piotr.malek@tamebridge-council.example"

SIGN_INS = [
    ("A custodian", CUSTODIAN),
    ("Another custodian", SECOND_CUSTODIAN),
    ("A food bank trustee, who posts", TRUSTEE),
    ("A student, who looks for work that teaches", STUDENT),
    ("A university, that offers", UNIVERSITY),
    ("A council analyst, who hosts placements", COUNCIL),
]
