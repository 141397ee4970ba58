"""Domains of e-mail addresses: which are an organisation's own, and which are everybody's.

A domain that matches suggests that somebody works there. It never lets anybody in by itself.
"""

import re

PROVIDERS = frozenset(
    {
        "aol.com", "btinternet.com", "fastmail.com", "gmail.com", "gmx.com", "googlemail.com",
        "hotmail.co.uk", "hotmail.com", "icloud.com", "live.co.uk", "live.com", "mail.com",
        "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "sky.com",
        "talktalk.net", "virginmedia.com", "yahoo.co.uk", "yahoo.com", "ymail.com",
        "ac.uk", "co.uk", "gov.uk", "nhs.net", "nhs.uk", "org.uk", "sch.uk",
    }
)  # fmt: skip
"""Where anybody can have an address, so that it says nothing about where they work."""

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def of_address(address: str) -> str:
    """The domain of an e-mail address, in lower case."""
    return address.rpartition("@")[2].strip().lower()


def listed(text: str) -> list[str]:
    """The domains in a text with one a line, in order, each once."""
    return list(
        dict.fromkeys(word.strip(".@").lower() for word in re.split(r"[\s,;]+", text) if word)
    )


def wrong(domain: str) -> str:
    """Why a domain cannot be an organisation's own, in words; empty when it can."""
    if not _DOMAIN.fullmatch(domain):
        return f"“{domain}” is not a domain, such as example.org.uk."
    if domain in PROVIDERS:
        return f"Anybody can have an address at {domain}, so it cannot be the organisation’s own."
    return ""


def is_own(domain: str, text: str) -> bool:
    """Whether ``domain`` is listed in ``text``, or lies below one that is."""
    if domain in PROVIDERS:
        return False
    return any(domain == own or domain.endswith(f".{own}") for own in listed(text))
