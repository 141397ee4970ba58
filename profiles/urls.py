"""Addresses of people, organisations and offers."""

from django.urls import path

from .views import cv, directory, faces, offers, organisations, people, profile, resume, welcome

app_name = "profiles"
urlpatterns = [
    path("organisations/", directory.organisations, name="organisations"),
    path("organisations/export.csv", directory.organisations_csv, name="organisations_csv"),
    path("organisations/feed.atom", directory.organisations_feed, name="organisations_feed"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<slug:slug>/edit/", organisations.organisation_edit, name="organisation_edit"
    ),
    path("organisations/<slug:slug>/aims/", faces.organisation_aims, name="organisation_aims"),
    path(
        "organisations/<slug:slug>/registers/",
        faces.organisation_registers,
        name="organisation_registers",
    ),
    path("organisations/<slug:slug>/logo/", faces.organisation_logo, name="organisation_logo"),
    path(
        "organisations/<slug:slug>/verify/",
        organisations.organisation_verify,
        name="organisation_verify",
    ),
    path("people/", people.people, name="people"),
    path("people/<slug:slug>/", people.person, name="person"),
    path("offers/", offers.offers, name="offers"),
    path("offers/new/", offers.offer_new, name="offer_new"),
    path("offers/<slug:slug>/", offers.offer, name="offer"),
    path("offers/<slug:slug>/edit/", offers.offer_edit, name="offer_edit"),
    path("offers/<slug:slug>/skills/", offers.offer_skills, name="offer_skills"),
    path("offers/<slug:slug>/close/", offers.offer_close, name="offer_close"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/profile/as/<slug:viewer>/", profile.view_as, name="view_as"),
    path("me/profile/resume.json", resume.export, name="resume"),
    path("me/profile/bring-in/", resume.bring_in, name="resume_import"),
    path("me/profile/kept-text/", profile.kept_text, name="kept_text"),
    path("me/welcome/", welcome.welcome, name="welcome"),
    path("me/welcome/<slug:step>/", welcome.welcome_step, name="welcome_step"),
    path("me/profile/<slug:step>/", profile.profile_step, name="profile_step"),
    path("me/affiliation/<str:token>/", profile.affiliation_confirmed, name="affiliation"),
    path("me/cv/", cv.own_cv, name="cv"),
    path("me/cv/remove/", cv.remove, name="cv_remove"),
    path("people/<slug:slug>/cv/", cv.download, name="cv_file"),
    path("me/who-sees-me/", profile.who_sees_me, name="who_sees_me"),
]
