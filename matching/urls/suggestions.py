"""Addresses of suggestions, weights, appeals and how matching works."""

from django.urls import path

from ..views import appeals, asides, balance, how, offers, shortlists, suggestions, weighing

urlpatterns = [
    path(
        "challenges/<slug:slug>/matches/",
        shortlists.shortlist,
        {"kind": "challenge"},
        name="shortlist",
    ),
    path(
        "placements/<slug:slug>/matches/",
        shortlists.shortlist,
        {"kind": "placement"},
        name="shortlist_of_placement",
    ),
    path(
        "challenges/<slug:slug>/matches/team/", shortlists.team, {"kind": "challenge"}, name="team"
    ),
    path("offers/<slug:slug>/matches/", offers.fits, name="offer_fits"),
    path("offers/<slug:slug>/ask/", offers.ask_to_use, name="offer_ask"),
    path("matches/aside/", asides.asides, name="asides"),
    path("matches/aside/<int:pk>/back/", asides.bring_back, name="bring_back"),
    path("matches/<int:pk>/not-for-me/", asides.put_aside, name="put_aside"),
    path("how-matching-works/balance/", balance.public_balance, name="public_balance"),
    path(
        "how-matching-works/balance/export.csv",
        balance.public_balance_csv,
        name="public_balance_csv",
    ),
    path("desk/matching/balance/", balance.balance, name="balance"),
    path("desk/matching/balance/export.csv", balance.balance_csv, name="balance_csv"),
    path("matches/", suggestions.my_matches, name="my_matches"),
    path("matches/<int:pk>/ask/", suggestions.ask, name="ask"),
    path("matches/<int:pk>/challenge/", appeals.appeal, name="appeal_ask"),
    path("matches/why-not/<slug:slug>/", appeals.why_not, name="why_not"),
    path("matches/challenged/", appeals.my_appeals, name="my_appeals"),
    path("matches/challenged/<int:pk>/", appeals.read, name="appeal"),
    path("how-matching-works/", how.how, name="how"),
    path("how-matching-works/record.json", how.record_json, name="how_json"),
    path("matches/<slug:kinds>/", suggestions.fits_me, name="fits_me"),
    path("desk/matching/appeals/", appeals.desk_appeals, name="desk_appeals"),
    path("desk/matching/appeals/<int:pk>/", appeals.desk_appeal, name="desk_appeal"),
    path("desk/matching/", weighing.room, name="room"),
    path("desk/matching/weights/new/", weighing.draft, name="weights_new"),
    path("desk/matching/weights/back/<int:pk>/", weighing.draft, name="weights_back"),
    path("desk/matching/weights/<int:pk>/", weighing.weights, name="weights"),
    path("desk/matching/weights/<int:pk>/<slug:verb>/", weighing.act, name="weights_act"),
]
