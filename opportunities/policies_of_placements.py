"""Who may, with somebody's placement: the host who runs it, the person whose it is, custodians as counts."""

from profiles.policies import is_outside_custodian, is_signed_in, leads

from .policies_of_applications import has_tie, is_host


def is_placed(user, record) -> bool:
    """Whose placement it is."""
    return is_signed_in(user) and record.person_id is not None and record.person.user_id == user.pk


def may_run_placement(user, record) -> bool:
    """The leads of its host, and its supervisor with an account; nobody with a tie to the person."""
    return (
        is_signed_in(user)
        and record.application_id is not None
        and is_host(user, record.opportunity)
        and not has_tie(user, record.application)
    )


def may_see_placement(user, record) -> bool:
    """Either side."""
    return is_placed(user, record) or may_run_placement(user, record)


def may_watch_placement(user, record) -> bool:
    """A custodian with no part in the host: where it stands, never whose it is."""
    return is_outside_custodian(user, record.opportunity.organisation)


def may_name_university_contact(user, organisation) -> bool:
    """The leads of a university, and custodians from outside."""
    return organisation.kind == "university" and (
        leads(user, organisation) or is_outside_custodian(user, organisation)
    )
