"""Who may? Pure predicates over a user and a thing; no request, no writes."""

from django.db.models import Q
from django.utils import timezone

from common.policies import is_custodian

from ..choices import Scan, Scope, Visibility
from .claims import may_claim, may_enter_met
from .offers import (
    may_close_offer,
    may_edit_offer,
    may_hand_in_offer,
    may_see_offer,
    offer_is_for,
    owns_offer,
)
from .organisations import (
    is_addressed_to,
    may_ask_to_join,
    may_change_role,
    may_close_organisation,
    may_edit_organisation,
    may_manage_members,
    may_remove_member,
    may_rescue,
    may_see_members,
    may_see_organisation,
    may_see_relations,
    may_suspend,
    may_verify,
)
from .standing import (
    has_interest,
    is_hidden,
    is_outside_custodian,
    is_signed_in,
    leads,
    speaks_for,
)

__all__ = [
    "has_interest",
    "is_addressed_to",
    "is_hidden",
    "is_outside_custodian",
    "is_own",
    "is_signed_in",
    "is_superuser",
    "leads",
    "may_ask_to_join",
    "may_be_erased",
    "may_break_glass",
    "may_change_role",
    "may_claim",
    "may_clear_step",
    "may_close_account",
    "may_close_offer",
    "may_close_organisation",
    "may_edit_offer",
    "may_edit_organisation",
    "may_edit_person",
    "may_enter_met",
    "may_fetch_copy",
    "may_hand_in_offer",
    "may_help",
    "may_hide",
    "may_manage_members",
    "may_read_cv",
    "may_remove_member",
    "may_rescue",
    "may_see_access_needs",
    "may_see_contact",
    "may_see_members",
    "may_see_offer",
    "may_see_organisation",
    "may_see_person",
    "may_see_relations",
    "may_see_scan",
    "may_settle_report",
    "may_suspend",
    "may_verify",
    "offer_is_for",
    "open_by_choice",
    "open_glass",
    "open_scopes",
    "owns_interest",
    "owns_offer",
    "speaks_for",
]


def open_scopes(user, person) -> frozenset[str]:
    """What disclosures in force open of ``person`` to ``user``; from what was prefetched where it was."""
    if not is_signed_in(user):
        return frozenset()
    if "disclosures" in getattr(person, "_prefetched_objects_cache", ()):
        mine = [row for row in person.disclosures.all() if row.viewer_id == user.pk]
        now = timezone.now()
        return frozenset(row.scope for row in mine if row.until is None or row.until > now)
    rows = person.disclosures.filter(viewer=user).filter(
        Q(until__isnull=True) | Q(until__gt=timezone.now())
    )
    return frozenset(rows.values_list("scope", flat=True))


def open_by_choice(person, *, signed_in: bool) -> bool:
    """Whether the person's own choice shows them by name, to anybody or to people signed in.

    Signing in needs a confirmed address, so everybody signed in is a member in this sense.
    """
    wanted = {Visibility.PUBLIC, Visibility.MEMBERS} if signed_in else {Visibility.PUBLIC}
    return person.visibility in wanted


def may_see_person(user, person) -> bool:
    """By the person's own choice of visibility, or because something between them opened it.

    Private closes what a disclosure opened: nobody but the person sees the page.
    """
    if is_own(user, person) or _looks_inside(user, person):
        return True
    if not _is_here(person) or person.visibility == Visibility.PRIVATE:
        return False
    if is_hidden(person) and not is_custodian(user):
        return False
    if open_by_choice(person, signed_in=is_signed_in(user)):
        return True
    return bool(open_scopes(user, person) & {Scope.NAME, Scope.CONTACT})


def is_own(user, person) -> bool:
    """Whether the profile is the reader's own."""
    return is_signed_in(user) and person.user_id == user.pk


def _is_here(person) -> bool:
    """Whether nobody has closed the account."""
    return not person.user_id or person.user.is_active


def may_see_contact(user, person) -> bool:
    """The person themselves, and whoever an introduction opened it to, until the person hides."""
    if is_own(user, person) or _looks_inside(user, person):
        return True
    closed = person.visibility == Visibility.PRIVATE or is_hidden(person)
    if closed or not _is_here(person):
        return False
    return Scope.CONTACT in open_scopes(user, person)


def may_see_access_needs(user, person) -> bool:
    """The person; a host after acceptance, and only while the person says so."""
    if is_own(user, person):
        return True
    needs = getattr(person, "access_needs", None)
    closed = person.visibility == Visibility.PRIVATE or is_hidden(person)
    if needs is None or not needs.shared or closed or not _is_here(person):
        return False
    return Scope.ACCESS in open_scopes(user, person)


def may_read_cv(user, person) -> bool:
    """The person; and those it was opened to with an application, which is the person's own act."""
    if is_own(user, person) or _looks_inside(user, person):
        return True
    if not _is_here(person) or is_hidden(person):
        return False
    return Scope.CV in open_scopes(user, person) and not _is_being_scanned(person)


def may_see_scan(user, person) -> bool:
    """Whether a virus scanner has looked at the CV: its owner, whom it was opened to, custodians."""
    if is_own(user, person) or is_custodian(user):
        return True
    return _is_here(person) and not is_hidden(person) and Scope.CV in open_scopes(user, person)


def _is_being_scanned(person) -> bool:
    cv = getattr(person, "cv", None)
    return cv is not None and cv.scan == Scan.WAITING


def may_edit_person(user, person) -> bool:
    """Only the person. Custodians do not edit people."""
    return is_own(user, person)


def may_hide(user, person) -> bool:
    """A custodian, about somebody else's profile."""
    return is_custodian(user) and not is_own(user, person)


def may_settle_report(user, report) -> bool:
    """A custodian who is neither who it is about nor who made it."""
    return may_hide(user, report.about) and report.by_id != user.pk


def may_help(user, other) -> bool:
    """A custodian, for somebody else. Custodians and superusers are helped by a superuser."""
    if not is_custodian(user) or user.pk == other.pk:
        return False
    return user.is_superuser or not is_custodian(other)


def may_close_account(user, other) -> bool:
    """Whoever may help them."""
    return may_help(user, other)


def may_clear_step(user, step) -> bool:
    """Another custodian than the one who asked."""
    return may_help(user, step.user) and step.asked_by_id != user.pk


def is_superuser(user) -> bool:
    """Whoever runs the server, and nobody else."""
    return is_signed_in(user) and user.is_superuser


def may_break_glass(user, about) -> bool:
    """A superuser, about somebody else."""
    return is_superuser(user) and user.pk != about.pk


def open_glass(user, about):
    """The look inside that is open to ``user`` now, or None."""
    if about is None or not is_superuser(user):
        return None
    return about.broken_glass.filter(by_id=user.pk, until__gt=timezone.now()).first()


def _looks_inside(user, person) -> bool:
    return is_superuser(user) and bool(person.user_id) and open_glass(user, person.user) is not None


def owns_interest(user, interest) -> bool:
    """Whoever declared it for themselves, or leads the organisation it was declared for."""
    if not is_signed_in(user):
        return False
    if interest.user_id:
        return interest.user_id == user.pk
    return leads(user, interest.organisation)


def may_fetch_copy(user, copy) -> bool:
    """Whoever asked for it, while it lasts."""
    return is_signed_in(user) and copy.user_id == user.pk and copy.is_open


def may_be_erased(user) -> bool:
    """Everybody but superusers, who are made and removed on the command line."""
    return is_signed_in(user) and not user.is_superuser
