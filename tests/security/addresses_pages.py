"""Where hostile texts are sent: lists of stories and news, their feed, terms of office."""

from types import SimpleNamespace

from .hostile import Address

OFFICE = {
    "role": "Chair",
    "name": "Orla Quint",
    "about": "Chairs.",
    "starts": "2026-01-01",
    "ends": "2027-01-01",
    "named": "on",
    "said": "By mail.",
    "address": "",
    "order": "1",
}


def written(town: SimpleNamespace) -> list[Address]:
    """Written pages that read their address, and the desk's forms about office-holders."""
    form = {"typed": ("role", "name"), "who": "custodian", "method": "POST"}
    return [
        Address("stories", "/stories/", ("kind", "page")),
        Address("news", "/news/", ("category", "page")),
        Address("feed of the news", "/news/feed.atom", ("category",)),
        Address("a feed of some page", "/{slug}/feed.atom", ("slug",)),
        Address("a story", "/stories/{slug}/", ("slug",)),
        Address(
            "an address that looks like another", "/organisations/{slug}/{more}/", ("slug", "more")
        ),
        Address("a term of office", "/desk/offices/new/", tuple(OFFICE), good=OFFICE, **form),
        Address(
            "a term of office to change",
            f"/desk/offices/{town.office.pk}/",
            (*OFFICE, "version"),
            good=OFFICE,
            **form,
        ),
        Address("which term of office", "/desk/offices/{pk}/", ("pk",), who="custodian"),
        Address("which to take out", "/desk/offices/{pk}/remove/", ("pk",), who="custodian"),
    ]
