"""How allauth makes and mails our users."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Addresses in lower case; links from a setting, never from the request's host."""

    def clean_email(self, email: str) -> str:
        """One address, one user, whatever its case."""
        return super().clean_email(email).lower()

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        """An absolute link that a forged Host header cannot change."""
        url = super().get_email_confirmation_url(request, emailconfirmation)
        path = url.split("://", 1)[-1].partition("/")[2]
        return f"{settings.PUBLIC_BASE_URL}/{path}"
