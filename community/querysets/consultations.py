"""How consultations and responses are narrowed."""

from django.db import models
from django.utils import timezone

from ..choices.consultations import (
    SEEN_BY_ALL,
    Consent,
    ConsultationState,
    Moderation,
    ResponseState,
)


class ConsultationQuerySet(models.QuerySet):
    """Chainable narrowing of consultations."""

    def public(self) -> "ConsultationQuerySet":
        """What anybody may see: everything but drafts."""
        return self.filter(state__in=SEEN_BY_ALL)

    def open(self) -> "ConsultationQuerySet":
        """Those that can be answered now."""
        return self.filter(state=ConsultationState.OPEN, closes__gt=timezone.now())

    def over(self) -> "ConsultationQuerySet":
        """Those that cannot be answered any more."""
        closed = models.Q(state__in=[ConsultationState.CLOSED, ConsultationState.REPORTED])
        ended = models.Q(state=ConsultationState.OPEN, closes__lte=timezone.now())
        return self.filter(closed | ended)


class ResponseQuerySet(models.QuerySet):
    """Chainable narrowing of responses."""

    def sent(self) -> "ResponseQuerySet":
        """Those that count."""
        return self.filter(state=ResponseState.SENT)

    def of(self, user) -> "ResponseQuerySet":
        """The user's own, and those of organisations they speak for."""
        own = models.Q(user=user, kind="person")
        return self.filter(own | models.Q(organisation__memberships__user=user)).distinct()


class SaidQuerySet(models.QuerySet):
    """Chainable narrowing of texts that somebody wrote in a response."""

    def may_be_shown(self) -> "SaidQuerySet":
        """Texts whose author lets them be shown, of responses that were sent."""
        return self.filter(response__state=ResponseState.SENT).exclude(
            models.Q(response__consent=Consent.NO) | models.Q(text="")
        )

    def to_moderate(self) -> "SaidQuerySet":
        """Those that no custodian has read yet."""
        return self.may_be_shown().filter(moderation=Moderation.WAITING)

    def shown(self) -> "SaidQuerySet":
        """Those on public pages."""
        return self.may_be_shown().filter(moderation=Moderation.SHOWN)
