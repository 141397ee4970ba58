"""Addresses of placement rounds."""

from django.urls import path

from ..views import (
    desk_round_measures,
    desk_round_people,
    desk_round_runs,
    desk_rounds,
    round_hosts,
    round_limits,
    round_ranking,
    round_results,
    round_steward,
    round_teams,
    rounds,
)

urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<slug:slug>/", rounds.round_page, name="round"),
    path("rounds/<slug:slug>/report/", rounds.report, name="round_report"),
    path("rounds/<slug:slug>/instance.json", rounds.instance, name="round_instance"),
    path("rounds/<slug:slug>/ranking/", round_ranking.ranking, name="ranking"),
    path("rounds/<slug:slug>/ranking/saved/", round_ranking.saved, name="ranking_saved"),
    path("rounds/<slug:slug>/hosting/", round_hosts.hosting, name="hosting"),
    path("rounds/<slug:slug>/hosting/<int:pk>/", round_limits.limits, name="round_limits"),
    path("rounds/<slug:slug>/team/", round_teams.team, name="round_team"),
    path("rounds/<slug:slug>/steward/", round_steward.steward, name="round_steward"),
    path("rounds/<slug:slug>/tiers/<int:pk>/", round_hosts.tiers, name="tiers"),
    path("rounds/<slug:slug>/result/", round_results.result, name="round_result"),
    path("rounds/<slug:slug>/swaps/", round_results.swaps, name="swaps"),
    path("desk/rounds/", desk_rounds.overview, name="desk_rounds"),
    path("desk/new-round/", desk_rounds.create, name="desk_round_new"),
    path("desk/rounds/<slug:slug>/", desk_rounds.control_room, name="desk_round"),
    path("desk/rounds/<slug:slug>/edit/", desk_rounds.edit, name="desk_round_edit"),
    path("desk/rounds/<slug:slug>/phases/<slug:kind>/", desk_rounds.phase, name="desk_round_phase"),
    path("desk/rounds/<slug:slug>/cancel/", desk_rounds.cancel, name="desk_round_cancel"),
    path(
        "desk/rounds/<slug:slug>/placements/",
        desk_round_people.places,
        name="desk_round_places",
    ),
    path(
        "desk/rounds/<slug:slug>/placements/<int:pk>/",
        desk_round_people.place,
        name="desk_round_place",
    ),
    path(
        "desk/rounds/<slug:slug>/hosts/<int:pk>/", round_limits.desk_limits, name="desk_round_host"
    ),
    path(
        "desk/rounds/<slug:slug>/by-hand/",
        desk_round_people.by_hand,
        name="desk_round_by_hand",
    ),
    path(
        "desk/rounds/<slug:slug>/by-hand/<int:pk>/<slug:way>/",
        desk_round_people.by_hand_end,
        name="desk_round_by_hand_end",
    ),
    path(
        "desk/rounds/<slug:slug>/ties/",
        desk_round_people.conflicts,
        name="desk_round_conflicts",
    ),
    path(
        "desk/rounds/<slug:slug>/ties/<int:pk>/",
        desk_round_people.conflict,
        name="desk_round_conflict",
    ),
    path(
        "desk/rounds/<slug:slug>/taking-back/",
        desk_round_measures.taking_back,
        name="desk_round_taking_back",
    ),
    path("desk/rounds/<slug:slug>/look/", desk_round_measures.look, name="desk_round_look"),
    path("desk/rounds/<slug:slug>/scenario/", desk_round_runs.scenario, name="desk_round_scenario"),
    path("desk/rounds/<slug:slug>/compare/", desk_round_runs.compare, name="desk_round_compare"),
    path("desk/rounds/<slug:slug>/runs/<int:pk>/", desk_round_runs.run, name="desk_round_run"),
    path(
        "desk/rounds/<slug:slug>/runs/<int:pk>/snapshot.json",
        desk_round_runs.snapshot,
        name="desk_round_snapshot",
    ),
    path(
        "desk/rounds/<slug:slug>/runs/<int:pk>/publish/",
        desk_round_runs.publish,
        name="desk_round_publish",
    ),
]
