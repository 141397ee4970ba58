"""What is unpaid work, for whoever does not want any."""

from opportunities.choices import Kind, PayBasis


def is_unpaid(kind: str, pay: str) -> bool:
    """A challenge is no post, so that it is voluntary says nothing."""
    return kind != Kind.CHALLENGE and pay == PayBasis.VOLUNTARY
