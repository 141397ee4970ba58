"""How allauth makes and mails our users."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.urls import reverse

from common.policies import is_custodian

from . import services


class AccountAdapter(DefaultAccountAdapter):
    """Addresses in lower case; links from a setting, never from the request's host."""

    def clean_email(self, email: str) -> str:
        """One address, one user, whatever its case."""
        return super().clean_email(email).lower()

    def unstash_verified_email(self, request) -> str | None:
        """An address that a link in a mail has proved counts if it is the one that is typed."""
        proved = super().unstash_verified_email(request)
        typed = request.POST.get("email", "").strip().lower()
        return proved if proved and proved.lower() == typed else None

    def get_login_redirect_url(self, request) -> str:
        """Who has not agreed to the newest terms is shown them first, and may go on without."""
        url = super().get_login_redirect_url(request)
        if services.has_agreed(request.user):
            return url
        return reverse("profiles:agree")

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        """An absolute link that a forged Host header cannot change."""
        url = super().get_email_confirmation_url(request, emailconfirmation)
        path = url.split("://", 1)[-1].partition("/")[2]
        return f"{settings.PUBLIC_BASE_URL}/{path}"

    def confirm_email(self, request, email_address) -> bool:
        """The first address confirms itself. A further one also waits for a yes from the main one."""
        user = email_address.user
        if not EmailAddress.objects.filter(user=user, verified=True).exists():
            return super().confirm_email(request, email_address)
        services.ask_main_address(user, email_address.email)
        messages.info(request, f"One more step: we have written to {user.email}. Say yes there.")
        return False


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
