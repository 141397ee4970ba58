"""How allauth makes and mails our users."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from common.policies import is_custodian


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


class SecondFactorAdapter(DefaultMFAAdapter):
    """Custodians may change their second step, and never be without one."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last app or key of a custodian."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        if not is_custodian(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
