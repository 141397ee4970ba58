"""Rows about one's own account, and what those in charge may do with others'."""

from allauth.mfa.models import Authenticator

from profiles.adapters import SecondFactorAdapter
from profiles.links import DESK, make

from .matrix import ALLOWED, MISSING, Row, asked, page, request, verb


def page_of_account(tail: str) -> Row:
    """An act about the account of somebody who shows nothing."""
    return request(lambda town, role: f"/desk/people/{make(DESK, town.private.user_id)}/{tail}")


def _account_of_another(town, role: str, which: str) -> str:
    """Whether the page of an account tells an address or a sign-in."""
    outcome, text = asked(town, role, f"/desk/people/{make(DESK, town.private.user_id)}/")
    told = outcome == ALLOWED and town.private.user.email in text
    return ALLOWED if told else (MISSING if outcome == ALLOWED else outcome)


def _sign_in_as_another(town, user, role, which):
    """Whether any address of the site signs somebody in as somebody else."""
    from django.urls import get_resolver

    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    return any(word in name for name in names for word in ("hijack", "impersonat", "sign_in_as"))


def _without_second_step(town, user, role, which):
    """Whether one's own second step may be taken off; whoever runs the Forum needs theirs."""
    if role == "anonymous":
        return False
    step = Authenticator(user=user, type=Authenticator.Type.TOTP, data={})
    return SecondFactorAdapter().can_delete_authenticator(step)


ACCOUNTS: dict[str, Row] = {
    "P001": page("/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"),
    "P002": page("/me/", "/me/now/", "/me/held/", "/me/terms/"),
    "P006": request(lambda town, role: "/me/held/copy/", data={}),
    "P007": request(lambda town, role: "/me/erase/"),
    "P003": page("/accounts/password/change/", "/accounts/email/", "/accounts/2fa/"),
    "P004": verb(_without_second_step, "own"),
    "P005": page("/accounts/sessions/"),
    "P008": Row(_account_of_another, twins=("foreign",)),
    "P009": page_of_account("close/"),
    "P010": page_of_account("lost-step/"),
    "P011": verb(_sign_in_as_another, "foreign"),
    "P042": page_of_account("hide/"),
    "P163": page("/me/who-sees-me/"),
    "P167": page_of_account("look/"),
}
