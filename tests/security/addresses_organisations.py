"""Where hostile texts are sent: the forms of an organisation."""

from types import SimpleNamespace

from .good_answers import ORGANISATION
from .hostile import Address


def keeping_organisations(town: SimpleNamespace) -> list[Address]:
    """Added by a student, changed by its lead."""
    return [
        Address(
            "add an organisation",
            "/organisations/new/",
            ("name", "kind", "district", "summary", "website"),
            good=ORGANISATION,
            typed=("name", "summary", "website"),
            who="student",
            method="POST",
        ),
        Address(
            "change an organisation",
            f"/organisations/{town.ours.slug}/edit/",
            ("name", "kind", "district", "summary", "website", "email_domains"),
            good=ORGANISATION,
            typed=("name", "summary", "website", "email_domains"),
            who="lead",
            method="POST",
        ),
        Address(
            "aims of an organisation",
            f"/organisations/{town.ours.slug}/aims/",
            ("hosting", "priorities", "themes"),
            who="lead",
            method="POST",
        ),
        Address(
            "numbers of an organisation",
            f"/organisations/{town.ours.slug}/registers/",
            ("charity", "company"),
            typed=("charity", "company"),
            who="lead",
            method="POST",
        ),
        Address(
            "logo of an organisation",
            f"/organisations/{town.ours.slug}/logo/",
            ("logo", "action"),
            who="lead",
            method="POST",
        ),
    ]
