"""A believable region to look at: invented, marked as such, built through services, removable."""

from .accounts import PASSWORD, SIGN_INS


def signins() -> list[str]:
    """Lines to print: who can sign in to the demonstration, and how."""
    width = max(len(email) for _, email in SIGN_INS)
    return [f"{email:<{width}}  {who}" for who, email in SIGN_INS] + [
        f"The password is the same for all: {PASSWORD}"
    ]
