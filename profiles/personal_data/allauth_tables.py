"""allauth's tables: addresses, second steps, browsers."""

from common.personal import ACCOUNT, part, personal

personal(
    "account.EmailAddress",
    "Your e-mail addresses",
    part(
        "user email verified primary",
        why="signing in, and writing to you",
        basis="contract",
        kept=ACCOUNT,
        seen="you",
    ),
    about="user",
    plain="id",
)
personal(
    "account.EmailConfirmation",
    "Addresses that wait to be confirmed",
    part(
        "email_address created sent",
        why="knowing that an address is yours",
        basis="contract",
        kept=ACCOUNT,
        seen="nobody",
    ),
    part("key", why="the same", basis="contract", kept=ACCOUNT, seen="nobody", secret=True),
    about="email_address__user",
    plain="id",
)
personal(
    "mfa.Authenticator",
    "Second steps at sign-in",
    part(
        "user type created_at last_used_at",
        why="keeping others out of your account",
        basis="contract",
        kept=ACCOUNT,
        seen="you",
    ),
    part("data", why="the same", basis="contract", kept=ACCOUNT, seen="nobody", secret=True),
    about="user",
    plain="id",
)
personal(
    "usersessions.UserSession",
    "Where you are signed in",
    part(
        "user created_at ip last_seen_at user_agent data",
        why="showing you where you are signed in, so that you can end it",
        basis="contract",
        kept="profiles.browsers",
        seen="you",
    ),
    part(
        "session_key",
        why="ending it",
        basis="contract",
        kept="profiles.browsers",
        seen="nobody",
        secret=True,
    ),
    about="user",
    plain="id",
)
