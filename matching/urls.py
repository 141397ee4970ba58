"""Addresses of suggestions and introductions."""

from django.urls import path

from .views import answers, introductions, shortlists, stopping, suggestions

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
]
