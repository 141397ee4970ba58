"""Where hostile texts are sent: placement rounds, lists, tiers, and the custodians' rooms."""

from types import SimpleNamespace

from django.utils import timezone

from matching.choices.rounds import PHASES

from .hostile import Address

DATES = tuple(f"closes_{kind}" for kind in PHASES)


def round_fields() -> dict[str, str]:
    """A round that begins next year, a day for each phase."""
    year = timezone.localdate().year + 1
    dates = {name: f"{year}-03-{number:02}T10:00" for number, name in enumerate(DATES, start=2)}
    return {
        "title": "Spring",
        "summary": "For all.",
        "goal": "stable",
        "ties": "largest",
        "most_choices": "5",
        "starts": f"{year}-03-01T10:00",
        **dates,
    }


def rounding(town: SimpleNamespace) -> list[Address]:
    """The public pages, an applicant's list, a host's tiers, every form of the desk."""
    base = town.round.get_absolute_url()
    desk = f"/desk{base}"
    ours, theirs = (f"number_{place.pk}" for place in (town.our_place, town.their_place))
    tier = f"tier_{town.round_applications[0].pk}"
    keeper = {"who": "custodian"}
    posts = {"who": "custodian", "method": "POST"}
    return [
        Address("rounds", "/rounds/", ("page",)),
        Address("which round", "/rounds/{slug}/", ("slug",)),
        Address("which report", "/rounds/{slug}/report/", ("slug",)),
        Address("which instance", "/rounds/{slug}/instance.json", ("slug",)),
        Address("a moved placement", f"{base}ranking/", ("moved",), who="student"),
        Address(
            "a list",
            f"{base}ranking/",
            (ours, theirs, "move", "version", "idempotency_key"),
            good={ours: "1"},
            typed=(ours,),
            who="student",
            method="POST",
        ),
        Address("whose result", "/rounds/{slug}/result/", ("slug",), who="student"),
        Address("whose swaps", "/rounds/{slug}/swaps/", ("slug",), who="student"),
        Address("which tiers", f"{base}tiers/{{pk}}/", ("pk",), who="lead"),
        Address(
            "tiers",
            f"{base}tiers/{town.our_place.pk}/",
            (tier, "version"),
            who="lead",
            method="POST",
        ),
        Address("rounds at the desk", "/desk/rounds/", ("page",), **keeper),
        Address(
            "a new round",
            "/desk/new-round/",
            ("title", "summary", "goal", "ties", "most_choices", "starts", *DATES),
            good=round_fields(),
            typed=("title", "summary"),
            **posts,
        ),
        Address("buttons of a round", desk, ("act",), **posts),
        Address("a round that is open", f"{desk}edit/", ("title", "summary", "version"), **posts),
        Address("which phase", f"{desk}phases/{{kind}}/", ("kind",), **keeper),
        Address(
            "another end of a phase",
            f"{desk}phases/rank/",
            ("closes", "carry", "reason"),
            typed=("reason",),
            **posts,
        ),
        Address("calling a round off", f"{desk}cancel/", ("reason",), typed=("reason",), **posts),
        Address("placements of a round", f"{desk}placements/", ("page",), **keeper),
        Address("putting in", f"{desk}placements/", ("act",), **posts),
        Address("a seat by hand", f"{desk}by-hand/", ("application", "reason", "act"), **posts),
        Address("which seat by hand", f"{desk}by-hand/{{pk}}/{{way}}/", ("pk", "way"), **keeper),
        Address("which tie", f"{desk}ties/{{pk}}/", ("pk",), **keeper),
        Address("a scenario", f"{desk}scenario/", ("name", "goal", "place", "seats"), **posts),
        Address("two runs", f"{desk}compare/", ("first", "second"), **keeper),
        Address("which run", f"{desk}runs/{{pk}}/", ("pk",), **keeper),
        Address(
            "who would be where", f"{desk}runs/{town.round_run.pk}/", ("find", "page"), **keeper
        ),
        Address(
            "the name of a run",
            f"{desk}runs/{town.round_run.pk}/",
            ("name",),
            good={"act": "keep", "name": "As the tiers were"},
            typed=("name",),
            **posts,
        ),
        Address("at which placement", f"{desk}by-hand/", ("placement",), **keeper),
        Address("which host", f"{desk}hosts/{{pk}}/", ("pk",), **keeper),
        Address(
            "how many a host takes",
            f"{desk}hosts/{town.our_place.host_id}/",
            ("quota", f"least_{town.our_place.pk}", "version"),
            **posts,
        ),
        Address("which limits", f"{base}hosting/{{pk}}/", ("pk",), who="lead"),
        Address("which tiers to show", f"{base}tiers/{town.our_place.pk}/", ("show",), who="lead"),
        Address("a team", "/rounds/{slug}/team/", ("slug",), who="student"),
        Address(
            "whom to go with",
            f"{base}team/",
            ("number", "or_alone", "act"),
            good={"number": "A-STUDENT", "or_alone": "yes"},
            who="expert",
            method="POST",
        ),
        Address("which steward", "/rounds/{slug}/steward/", ("slug",), who="lead"),
        Address(
            "what a steward decides",
            f"{base}steward/",
            ("act", "reason"),
            who="lead",
            method="POST",
        ),
        Address("taking results back", f"{desk}taking-back/", ("reason", "to"), **posts),
        Address(
            "a look inside a round",
            f"{desk}look/",
            ("reason",),
            typed=("reason",),
            who="superuser",
            method="POST",
        ),
        Address("stopping a run", f"{desk}runs/{town.round_run.pk}/", ("act",), **posts),
    ]
