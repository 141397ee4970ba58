"""Numbers that public registers give to organisations: how they are written, and which are wrong.

Charities and companies have no check digit, so their form is all that can be checked here; a custodian
looks at the register. A ROR identifier ends with two check digits (ISO 7064 MOD 97-10, on the number
that its first seven characters write in Crockford's base 32). Pure: text in, text or a sentence out.
"""

import re

CHARITY, COMPANY, COUNCIL, ROR = "charity", "company", "council", "ror"
BY_KIND = {
    "public": (COUNCIL, COMPANY),
    "university": (ROR, CHARITY, COMPANY),
    "business": (COMPANY,),
    "community": (CHARITY, COMPANY),
}
"""Which registers an organisation of a kind may be in, in the order to ask."""

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_ROR = re.compile(rf"0[{_CROCKFORD}]{{6}}[0-9]{{2}}")
_CHARITY = re.compile(r"[1-9][0-9]{5,6}(-[1-9][0-9]?)?|SC0[0-9]{5}|NIC1[0-9]{5}")
_COMPANY = re.compile(
    r"[0-9]{8}|R0[0-9]{6}|(?:IP|SP|NP)[0-9]{5}R|"
    r"(?:AC|CE|CS|FC|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|RC|RS|SA|SC|SE|SF|SG"
    r"|SI|SL|SO|SP|SR|SZ|ZC)[0-9]{6}"
)
# Unitary, district, metropolitan, London borough, county, combined authority; Wales, Scotland, NI.
_COUNCIL = re.compile(r"(?:E06|E07|E08|E09|E10|E47|W06|S12|N09)[0-9]{6}")


class WrongNumber(ValueError):
    """A number that its register cannot have given, with the reason in words."""


def settle(register: str, typed: str) -> str:
    """The number as its register writes it. Raises :class:`WrongNumber`; empty stays empty."""
    text = re.sub(r"\s+", "", typed)
    if not text:
        return ""
    return {CHARITY: _charity, COMPANY: _company, COUNCIL: _council, ROR: _ror}[register](text)


def _charity(text: str) -> str:
    number = text.upper()
    if not _CHARITY.fullmatch(number):
        raise WrongNumber(
            "A charity number has six or seven digits, such as 1090095. In Scotland it begins with "
            "SC0, in Northern Ireland with NIC."
        )
    return number


def _company(text: str) -> str:
    number = text.upper()
    if number.isascii() and number.isdigit() and 6 <= len(number) < 8:
        number = number.zfill(8)
    if not _COMPANY.fullmatch(number) or number == "00000000":
        raise WrongNumber(
            "A company number has eight characters, such as 09506232 or SC123456. "
            "It is on the certificate, and at Companies House."
        )
    return number


def _council(text: str) -> str:
    code = text.upper()
    if not _COUNCIL.fullmatch(code) or code.endswith("000000"):
        raise WrongNumber(
            "A council’s code has a letter and eight digits, such as E08000026 for Coventry."
        )
    return code


def _ror(text: str) -> str:
    name = re.sub(r"^(https?://)?(www\.)?ror\.org/", "", text.lower())
    if not _ROR.fullmatch(name):
        raise WrongNumber(
            "A ROR identifier has nine characters and begins with 0, such as 01a77tt86. "
            "Look it up at ror.org."
        )
    if name[-2:] != ror_check_digits(name[:-2]):
        raise WrongNumber(
            "The last two digits of this ROR identifier do not fit the rest, so there is a slip in "
            "it. Copy it from ror.org."
        )
    return name


def ror_check_digits(name: str) -> str:
    """The two digits that end a ROR identifier, from the seven characters before them."""
    number = 0
    for letter in name:
        number = number * 32 + _CROCKFORD.index(letter)
    return f"{98 - (number * 100) % 97:02d}"


def open_identifier(register: str, number: str) -> str:
    """The identifier by which open data names the organisation (org-id.guide's lists)."""
    if register == CHARITY and number.startswith("SC"):
        return f"GB-SC-{number}"
    if register == CHARITY and number.startswith("NIC"):
        return f"GB-NIC-{number.removeprefix('NIC')}"
    prefix = {CHARITY: "GB-CHC-", COMPANY: "GB-COH-", COUNCIL: "", ROR: "https://ror.org/"}
    return f"{prefix[register]}{number}"


def address(register: str, number: str) -> str:
    """Where the public register, or an open copy of it, shows the organisation."""
    if register == COMPANY:
        return f"https://find-and-update.company-information.service.gov.uk/company/{number}"
    if register == COUNCIL:
        return f"http://statistics.data.gov.uk/id/statistical-geography/{number}"
    if register == ROR:
        return f"https://ror.org/{number}"
    return f"https://findthatcharity.uk/orgid/{open_identifier(register, number)}"
