"""A passkey in a real browser with a virtual authenticator: added, then used instead of the password."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"


def give_authenticator(page: Page) -> None:
    """What a phone or laptop does when its owner unlocks it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def test_a_passkey_is_added_and_signs_in(forum, new_page):
    user = UserFactory()
    page = new_page()
    give_authenticator(page)
    page.goto("/accounts/login/")
    page.get_by_label("Your e-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form .btn").first.click()

    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)

    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1
    page.goto("/accounts/logout/")
    page.locator("main form .btn").first.click()
    page.goto("/me/")
    assert "/accounts/login/" in page.url
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert page.goto("/me/").status == 200
