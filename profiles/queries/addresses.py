"""Which addresses a user has proved to be theirs."""

from allauth.account.models import EmailAddress

from ..models import User


def confirmed_addresses(user: User) -> list[str]:
    """Every address that the user has proved to be theirs, in lower case."""
    rows = EmailAddress.objects.filter(user=user, verified=True)
    return [row.lower() for row in rows.values_list("email", flat=True)]


def user_of_address(address: str) -> User | None:
    """Whose address this is, if somebody has proved it."""
    row = EmailAddress.objects.filter(email__iexact=address.strip(), verified=True).first()
    return row.user if row else None
