"""Who may? A lunch plan is made by custodians, who see seats; whom one meets and why is each person's own."""

from community.policies.bookings import may_run_bookings, may_see_own


def may_plan_lunch(user) -> bool:
    """Custodians, as they may see the list of bookings: P127. A superuser has no business with it."""
    return may_run_bookings(user)


def may_see_lunch(user, booking) -> bool:
    """One's own three, with the reasons: P099."""
    return may_see_own(user, booking)
