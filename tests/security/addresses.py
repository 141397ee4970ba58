"""Where hostile texts are sent: every list, search, form, decision and signed link of the site."""

from types import SimpleNamespace

from django.utils import timezone

from .addresses_deciding import deciding
from .addresses_joining import joining
from .addresses_signing_in import signing_in
from .hostile import Address

PROBLEM = {"title": "Who is missed?", "description": "We cannot see it.", "benefit": "Families."}
DATA = {"data_note": "One spreadsheet.", "sensitivity": "open", "result": "A map."}
CARE = {
    "lawful_basis": "consent",
    **dict.fromkeys(("agreed", "seen_by", "harm", "kept", "checks", "safeguarding"), "Us."),
    "meets": "no",
}
WHEN = {"pattern": "remote", "days_of_effort": "5", "starts": "2027-01-04", "ends": "2027-03-01"}
TERMS = {"pay_basis": "funded", "funding_source": "A bursary", "seats": "1"}
JOB = {
    "title": "Open data officer",
    "description": "Look after the open data.",
    "employer_form_url": "https://theirs.example/jobs/12",
}
OFFER = {"kind": "hour", "title": "An hour", "summary": "An hour of help.", "capacity": "1"}
ORGANISATION = {"name": "Severn Choir", "kind": "community", "website": "https://severn.example"}
DIRECTORY = ("q", "kind", "district", "hosting", "offers", "priority", "theme", "sort", "page")
FACETS = (
    *("q", "district", "pattern", "theme", "skill", "kind", "pay", "sort", "closed", "page"),
    *("host", "hours", "level", "closing", "near"),
)


def addresses(town: SimpleNamespace) -> list[Address]:
    """All of them, with the keys and slugs of this town."""
    return [
        *_public(),
        *signing_in(),
        *_posting(town),
        *_own(town),
        *joining(town),
        *deciding(town),
    ]


def _public() -> list[Address]:
    return [
        Address("opportunities", "/opportunities/", FACETS),
        Address("challenges", "/challenges/", FACETS),
        Address("placements, signed in", "/placements/", FACETS, who="student"),
        Address("export", "/opportunities/export.csv", FACETS),
        Address("feed", "/challenges/feed.atom", FACETS),
        Address("organisations", "/organisations/", DIRECTORY),
        Address("organisations as a file", "/organisations/export.csv", DIRECTORY),
        Address("organisations as a feed", "/organisations/feed.atom", DIRECTORY),
        Address("people", "/people/", ("stage", "skill", "page"), who="student"),
        Address("offers", "/offers/", ("q", "kind", "page")),
        Address("skills", "/skills/", ("q", "letter", "kind", "page")),
        Address("completions", "/skills/autocomplete/", ("q",)),
        Address("search", "/search/", ("q", "kind", "page")),
        Address("search of one kind", "/search/", ("q",), good={"kind": "opportunities"}),
        Address("a challenge", "/challenges/{slug}/", ("slug",)),
        Address("an organisation", "/organisations/{slug}/", ("slug",)),
        Address("a person", "/people/{slug}/", ("slug",), who="student"),
        Address("an offer", "/offers/{slug}/", ("slug",)),
        Address("a skill", "/skills/{slug}/", ("slug",)),
        Address("a page", "/{slug}/", ("slug", "anything")),
        Address("a link that renews", "/offers/renew/{signed}/", ("signed",)),
        Address("a link that stops mails", "/mails/stop/{signed}/", ("signed",)),
        Address("a link that stops a search", "/searches/stop/{signed}/", ("signed",)),
        Address("a signed link", "/introductions/answer/{signed}/", ("signed",)),
        Address("health", "/health/ready", ("format",)),
    ]


def _posting(town: SimpleNamespace) -> list[Address]:
    draft = f"/challenges/{town.challenge_draft.slug}/edit"
    placement = f"/placements/{town.placement_draft.slug}/edit"
    post = {"who": "lead", "method": "POST"}
    texts = ("title", "description", "benefit", "tried")
    return [
        Address(
            "post a challenge",
            f"/challenges/new/?for={town.ours.slug}",
            (*texts, "themes", "idempotency_key"),
            good=PROBLEM,
            typed=texts,
            **post,
        ),
        Address(
            "who it is for",
            "/challenges/new/?other=yes",
            ("organisation", "name", "kind", "district"),
            good={"organisation": "new", "name": "Severn Choir", "kind": "community"},
            typed=("name",),
            **post,
        ),
        Address(
            "the data",
            f"{draft}/data/",
            ("data_note", "sensitivity", "result", "answers_questions", "revision"),
            good=DATA,
            typed=("data_note", "result", "answers_questions"),
            **post,
        ),
        Address(
            "with care",
            f"/challenges/{town.careful_draft.slug}/edit/care/",
            ("lawful_basis", "agreed", "seen_by", "harm", "kept", "meets", "safeguarding"),
            good=CARE,
            typed=("agreed", "seen_by", "harm", "kept", "checks", "safeguarding"),
            **post,
        ),
        Address(
            "when and where",
            f"{draft}/when/",
            (
                *("pattern", "district", "starts", "ends", "days_of_effort", "closes"),
                *("gives_back", "gives_back_note"),
            ),
            good=WHEN,
            typed=("starts", "ends", "days_of_effort", "closes", "gives_back_note"),
            **post,
        ),
        Address(
            "skills of a challenge",
            f"{draft}/skills/",
            ("find", "skill", "shown", "level_1", "need_1", "look"),
            typed=("find",),
            **post,
        ),
        Address(
            "terms of a placement",
            f"{placement}/terms/",
            (
                *("pay_basis", "pay_amount", "pay_period", "funding_source", "hours_per_week"),
                *("seats", "stages", "supervisor", "pay_exception", "funding_status"),
            ),
            good={**TERMS, "supervisor": town.lead.email},
            typed=("pay_amount", "funding_source", "hours_per_week", "seats", "supervisor"),
            **post,
        ),
        Address(
            "post a job",
            f"/jobs/new/?for={town.ours.slug}",
            ("title", "description", "employer_form_url", "themes"),
            good=JOB,
            typed=("title", "description", "employer_form_url"),
            **post,
        ),
        Address(
            "terms of a job",
            f"/jobs/{town.job_draft.slug}/edit/terms/",
            (
                *("pay_amount", "pay_period", "hours_per_week", "pattern", "district"),
                *("starts", "closes", "revision"),
            ),
            good={
                "pay_amount": "31067",
                "pay_period": "year",
                "pattern": "remote",
                "closes": f"{timezone.localdate():%Y-%m-%d}",
            },
            typed=("pay_amount", "hours_per_week", "starts", "closes"),
            **post,
        ),
        Address("post it again", "/placements/{slug}/again/", ("slug", "idempotency_key"), **post),
        Address("which step", draft + "/{step}/", ("step",), who="lead"),
        Address(
            "end it",
            f"/challenges/{town.challenge.slug}/close/",
            ("how", "reason"),
            good={"how": "closed"},
            typed=("reason",),
            **post,
        ),
    ]


def _own(town: SimpleNamespace) -> list[Address]:
    post = {"who": "student", "method": "POST"}
    offer_texts = ("title", "summary", "description", "in_return", "hours", "capacity", "starts")
    return [
        Address(
            "about me",
            "/me/profile/about/",
            ("name", "stage", "summary", "themes"),
            good={"name": "Zebedee", "stage": "student"},
            typed=("name", "summary"),
            **post,
        ),
        Address(
            "my skills",
            "/me/profile/skills/",
            ("words", "action", f"level_{town.challenge.requirements.all()[0].skill_id}"),
            typed=("words",),
            **post,
        ),
        Address(
            "when I am free",
            "/me/profile/when/",
            (
                *("district", "reach_coventry", "remote", "available_from", "available_until"),
                *("hours_per_week", "days"),
            ),
            typed=("available_from", "available_until", "hours_per_week"),
            **post,
        ),
        Address("who sees me", "/me/profile/seen/", ("visibility",), **post),
        Address(
            "where I study",
            "/me/profile/study/",
            ("affiliation", "address"),
            typed=("address",),
            **post,
        ),
        Address("what brings me here", "/me/welcome/purpose/", ("purposes", "action"), **post),
        Address("which question", "/me/welcome/{step}/", ("step",), who="student"),
        Address(
            "skills by name and role",
            "/me/profile/learn/",
            ("find", "role", "keep", "action"),
            good={"action": "save"},
            typed=("find",),
            **post,
        ),
        Address(
            "a resume of mine",
            "/me/profile/bring-in/",
            ("text", "summary", "links", "action"),
            typed=("text",),
            **post,
        ),
        Address("my links", "/me/profile/links/", ("links",), typed=("links",), **post),
        Address("my needs", "/me/profile/access/", ("text", "shared"), typed=("text",), **post),
        Address("what is held", "/me/held/{slug}/", ("slug",), who="student"),
        Address("a version of the terms", "/terms/{slug}/", ("slug",)),
        Address("my yes to the terms", "/me/terms/", ("agree",), **post),
        Address("my end here", "/me/erase/", ("address",), typed=("address",), **post),
        Address("my eyes", "/me/profile/as/{viewer}/", ("viewer",), who="student"),
        Address("a link for me", "/me/affiliation/{signed}/", ("signed",), **post),
        Address("which step of mine", "/me/profile/{step}/", ("step",), who="student"),
        Address(
            "offer something",
            "/offers/new/",
            (*offer_texts, "kind", "district", "ends", "asks", "themes", "organisation"),
            good=OFFER,
            typed=offer_texts,
            **post,
        ),
        Address(
            "skills of an offer",
            f"/offers/{town.our_offer_draft.slug}/skills/",
            ("words", "action"),
            typed=("words",),
            who="lead",
            method="POST",
        ),
        Address(
            "add an organisation",
            "/organisations/new/",
            ("name", "kind", "district", "summary", "website"),
            good=ORGANISATION,
            typed=("name", "summary", "website"),
            **post,
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
        Address(
            "ask for an introduction",
            f"/matches/{town.placement_match.pk}/ask/",
            ("message", "idempotency_key"),
            typed=("message",),
            **post,
        ),
        Address(
            "say no",
            f"/introductions/{town.introduction.pk}/decline/",
            ("reason",),
            typed=("reason",),
            **post,
        ),
        Address(
            "stop an introduction",
            f"/introductions/{town.introduction.pk}/stop/",
            ("reason",),
            who="custodian",
            method="POST",
            typed=("reason",),
        ),
        Address("how it went on", f"/introductions/{town.introduction.pk}/move/", ("to",), **post),
        Address(
            "answer by a signed link",
            f"/introductions/answer/{town.link}/",
            ("decision", "reason"),
            good={"decision": "no"},
            typed=("reason",),
            method="POST",
        ),
    ]
