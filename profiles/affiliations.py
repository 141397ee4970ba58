"""Which addresses are an organisation's own: pure functions over its list of domains."""

from .models import Organisation


def domains(organisation: Organisation) -> list[str]:
    """Its domains in lower case, as a custodian or lead wrote them, one a line."""
    lines = (line.strip().lower().lstrip("@.") for line in organisation.email_domains.splitlines())
    return [line for line in lines if "." in line]


def covers(organisation: Organisation, address: str) -> bool:
    """Whether ``address`` lies at one of the domains, or at a department below one of them."""
    local, _, domain = address.strip().lower().rpartition("@")
    if not local or "@" in local:
        return False
    return any(domain == one or domain.endswith(f".{one}") for one in domains(organisation))
