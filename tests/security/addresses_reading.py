"""Where hostile texts are sent: lists, pages and links that anybody can open."""

from .hostile import Address

DIRECTORY = ("q", "kind", "district", "hosting", "offers", "priority", "theme", "sort", "page")
FACETS = (
    *("q", "district", "pattern", "theme", "skill", "kind", "pay", "sort", "closed", "page"),
    *("host", "hours", "level", "closing", "near"),
)


def reading() -> list[Address]:
    """Lists, searches, things by their slug, and links of mails."""
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
        Address("a step", "/theory-of-change/{slug}/", ("slug",)),
        Address("a step's evidence", "/theory-of-change/local-pathways/", ("kind", "page")),
        Address("a strand", "/mission/{slug}/", ("slug",)),
        Address("a strand's evidence", "/mission/sharing/", ("kind", "page")),
        Address("a priority", "/vision/{slug}/", ("slug",)),
        Address(
            "a priority's evidence",
            "/vision/mutual-benefit/",
            ("page",),
            good={"kind": "opportunities"},
        ),
        Address("steps as a file", "/theory-of-change/export.csv", ("kind",)),
        Address("the records as a document", "/theory-of-change/export.json", ("kind",)),
        Address("a page", "/{slug}/", ("slug", "anything")),
        Address("a link that renews", "/offers/renew/{signed}/", ("signed",)),
        Address("a link that stops mails", "/mails/stop/{signed}/", ("signed",)),
        Address("a link that stops a search", "/searches/stop/{signed}/", ("signed",)),
        Address("a signed link", "/introductions/answer/{signed}/", ("signed",)),
        Address("health", "/health/ready", ("format",)),
    ]
