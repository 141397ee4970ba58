"""Who may? Pure predicates over a user and an outcome or what it came of; rows P117 to P120.

A party is whoever belongs to one of its organisations, or stands in it for themselves. A custodian
may draft about anything, and verifies what they have no part in.
"""

from matching.policies import is_broker
from profiles.policies import has_interest, is_signed_in, leads, speaks_for


def _belongs(user, organisations, people) -> bool:
    if not is_signed_in(user):
        return False
    return user.pk in {one.pk for one in people} or any(
        speaks_for(user, one) for one in organisations
    )


def may_record(user, source) -> bool:
    """The parties, and custodians."""
    return _belongs(user, source.organisations, source.people) or is_broker(user)


def _consents(outcome) -> list:
    return list(outcome.consents.all())


def is_party(user, outcome) -> bool:
    """Whether the outcome is of something that the user, or an organisation of theirs, was in."""
    if not is_signed_in(user):
        return False
    rows = _consents(outcome)
    return _belongs(
        user,
        [row.organisation for row in rows if row.organisation_id],
        [row.user for row in rows if row.user_id],
    )


def may_see_outcome(user, outcome) -> bool:
    """Everybody what is published; else its parties, who wrote it, and custodians."""
    if outcome.is_public:
        return True
    if not is_signed_in(user):
        return False
    return outcome.recorded_by_id == user.pk or is_party(user, outcome) or is_broker(user)


def may_edit_outcome(user, outcome) -> bool:
    """While it is no custodian's: its parties, and who wrote it."""
    if not is_signed_in(user):
        return False
    return outcome.recorded_by_id == user.pk or is_party(user, outcome)


def answers_for(user, consent) -> bool:
    """One's own consent, or that of an organisation that one leads."""
    if not is_signed_in(user):
        return False
    if consent.user_id:
        return consent.user_id == user.pk
    return leads(user, consent.organisation)


def may_verify(user, outcome) -> bool:
    """A custodian who neither wrote it nor has a part in it: nobody verifies their own."""
    if not is_broker(user) or outcome.recorded_by_id == user.pk or is_party(user, outcome):
        return False
    rows = _consents(outcome)
    return not any(has_interest(user, row.organisation) for row in rows if row.organisation_id)
