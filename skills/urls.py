"""Addresses of the vocabulary."""

from django.urls import path

from skills import views

app_name = "skills"

urlpatterns = [
    path("", views.skill_list, name="list"),
    path("autocomplete/", views.autocomplete, name="autocomplete"),
    path("<slug:slug>/", views.detail, name="detail"),
]
