"""Who speaks for whom, who asked and was asked; what organisations and individuals give."""

from typing import Any

from django.db.models import Q

from common.personal import ACCOUNT, Part, impersonal, part, personal

MEMBERS = "members of the organisation; custodians"


def _speaking(fields: str, *, why: str, kept: str = ACCOUNT, seen: str = MEMBERS) -> Part:
    return part(fields, why=why, basis="interests", kept=kept, seen=seen)


def _invited(user: Any) -> Q:
    """What went to their addresses, and what they sent."""
    addresses = user.emailaddress_set.values("email")
    return Q(address__in=addresses) | Q(address=user.email) | Q(invited_by=user)


personal(
    "profiles.Membership",
    "Whom you speak for",
    _speaking(
        "user role since how granted_by_id",
        why="acting for an organisation",
        seen=f"{MEMBERS}; of a confirmed one, whoever sees your profile",
    ),
    about="user",
    plain="id organisation",
)
personal(
    "profiles.Invitation",
    "Invitations to speak for an organisation",
    _speaking(
        "address role state trusted_domain invited_by sent_at reminded_at expires_at settled_at",
        why="letting in whom a lead invites, and nobody else",
        kept="profiles.settled",
        seen="you; leads of the organisation; custodians",
    ),
    rows=_invited,
    plain="id organisation",
)
personal(
    "profiles.JoinRequest",
    "Where you asked to join",
    _speaking(
        "user note state asked_at reminded_at expires_at settled_at",
        why="letting a lead decide",
        kept="profiles.settled",
        seen="you; leads of the organisation; custodians",
    ),
    about="user",
    plain="id organisation",
)
personal(
    "profiles.Rescue",
    "Organisations that lost their lead",
    _speaking(
        "words reason settled_by_id", why="finding a lead for it", seen="custodians", kept=ACCOUNT
    ),
    rows=lambda user: Q(settled_by_id=user.pk),
    plain="id organisation why opened_at settled_at",
)
personal(
    "profiles.Interest",
    "Conflicts of interest you declared",
    _speaking("user nature note since", why="keeping two sides apart", seen="you; custodians"),
    about="user",
    plain="id organisation about",
)
personal(
    "profiles.OrganisationState",
    "Organisations you confirmed, suspended or closed",
    _speaking(
        "verified_by_id suspended_by_id closed_by_id", why="answering for decisions", seen="nobody"
    ),
    rows=lambda user: (
        Q(verified_by_id=user.pk) | Q(suspended_by_id=user.pk) | Q(closed_by_id=user.pk)
    ),
    plain="organisation verified_at suspended_at closed_at",
    words={
        "closed_reason": "why an organisation was closed; erasure takes a name out of it",
        "notes": "how custodians came to confirm it; erasure takes a name out of it",
        "suspended_reason": "why an organisation is suspended; erasure takes a name out of it",
        "domains_asked": "domains of an organisation that wait to be confirmed",
    },
)
personal(
    "profiles.OfferState",
    "Offers that you give or wrote",
    part(
        "owner submitted_by",
        why="asking you about it",
        basis="contract",
        kept=ACCOUNT,
        seen="you; the organisation; custodians; everybody where you give it yourself",
    ),
    about="owner submitted_by",
    plain="offer lifecycle taken cap expires_on reminded_on",
)
personal(
    "profiles.Offer",
    "Offers of your own",
    part(
        "title slug summary description in_return module locked_by",
        why="showing what you give",
        basis="contract",
        kept=ACCOUNT,
        seen="everybody, once published",
    ),
    about="state__owner",
    plain="id latest_revision live has_unpublished_changes first_published_at last_published_at "
    "live_revision go_live_at expire_at expired locked locked_at kind organisation district remote "
    "starts ends hours capacity seats is_demo",
    words={
        "asks": "kinds of return, from a fixed list",
        "who_may_ask": "kinds of organisation, from a fixed list",
    },
)
impersonal("profiles.Offer_themes", "id offer theme", because="Themes of a public record.")
impersonal("profiles.OfferSkill", "id offer skill level", because="Skills of a public record.")
impersonal(
    "profiles.Organisation",
    "id name slug kind district summary website email_domains hosting logo is_demo created",
    because="A public record of an organisation, written by its leads; erasure takes a name out of it.",
)
for _label, _fields in (
    ("profiles.Organisation_priorities", "id organisation priority"),
    ("profiles.Organisation_themes", "id organisation theme"),
    ("profiles.RegisterEntry", "id organisation register number added checked_at"),
    ("profiles.Relation", "id organisation other kind said_at confirmed_at"),
):
    impersonal(_label, _fields, because="A public record of an organisation.")
