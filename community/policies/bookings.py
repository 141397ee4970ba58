"""Who may book, and who may read what about bookings? Rows P126 to P129 and P136."""

from common.policies import is_custodian
from profiles.policies import is_signed_in, speaks_for


def may_see_sheet(user, sheet) -> bool:
    """What is published or announced is for everybody; before, for custodians."""
    return sheet.is_public or is_custodian(user)


def may_book(user, sheet) -> bool:
    """Anybody, with an account or without. A superuser is for the command line, not for lunch."""
    return sheet.is_public and not getattr(user, "is_superuser", False)


def owns_bookings(user) -> bool:
    """Whoever can have bookings of their own."""
    return is_signed_in(user) and not user.is_superuser


def may_run_bookings(user) -> bool:
    """Custodians. A superuser has no business with who comes."""
    return is_custodian(user) and not user.is_superuser


def may_see_own(user, booking) -> bool:
    """One's own booking, with what one needs to eat and to take part; nobody else's."""
    return owns_bookings(user) and booking.user_id == user.pk


def may_see_catering(user, sheet) -> bool:
    """Totals without names: custodians, and whoever speaks for the organisation that hosts."""
    return may_run_bookings(user) or (
        is_signed_in(user) and not user.is_superuser and speaks_for(user, sheet.host)
    )
