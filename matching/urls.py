"""Addresses of suggestions and introductions."""

from django.urls import path

from .views import answers, introductions, ring_desk, rings, shortlists, stopping, suggestions

app_name = "matching"
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
    path("matches/", suggestions.my_matches, name="my_matches"),
    path("matches/<int:pk>/ask/", suggestions.ask, name="ask"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/<int:pk>/", introductions.introduction, name="introduction"),
    path("introductions/<int:pk>/accept/", introductions.accept, name="introduction_accept"),
    path("introductions/<int:pk>/decline/", introductions.decline, name="introduction_decline"),
    path("introductions/<int:pk>/move/", introductions.advance, name="introduction_move"),
    path("introductions/<int:pk>/stop/", stopping.stop, name="introduction_stop"),
    path("introductions/answer/<str:signed>/", answers.answer, name="introduction_answer"),
    path("rings/", rings.rings, name="rings"),
    path("rings/mine/", rings.my_rings, name="my_rings"),
    path("rings/<int:pk>/", rings.ring, name="ring"),
    path("rings/<int:pk>/accept/", rings.accept, name="ring_accept"),
    path("rings/<int:pk>/decline/", rings.decline, name="ring_decline"),
    path("rings/<int:pk>/leave/", rings.leave, name="ring_leave"),
    path("rings/<int:pk>/propose/", ring_desk.propose, name="ring_propose"),
    path("rings/<int:pk>/stop/", ring_desk.stop, name="ring_stop"),
    path("desk/rings/", ring_desk.board, name="ring_board"),
    path("desk/rings/search/", ring_desk.search, name="ring_search_new"),
    path("desk/rings/searches/<int:pk>/", ring_desk.ring_search, name="ring_search"),
    path("desk/rings/links/", ring_desk.links, name="ring_links"),
    path("desk/rings/links/<int:pk>/drop/", ring_desk.drop_link, name="ring_link_drop"),
]
