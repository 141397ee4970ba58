"""Addresses of people, organisations and offers."""

from django.urls import path

from .views import (
    addresses,
    custodians,
    cv,
    directory,
    faces,
    joining,
    members,
    offer_clock,
    offers,
    organisations,
    people,
    profile,
    relations,
    resume,
    second_step,
    sessions,
    welcome,
)

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
    path("organisations/<slug:slug>/people/", members.members, name="members"),
    path("organisations/<slug:slug>/people/invite/", members.invite, name="invite"),
    path(
        "organisations/<slug:slug>/people/invitations/<int:pk>/withdraw/",
        members.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        "organisations/<slug:slug>/people/requests/<int:pk>/",
        members.join_request,
        name="join_request",
    ),
    path("organisations/<slug:slug>/people/<int:pk>/", members.member, name="member"),
    path(
        "organisations/<slug:slug>/people/<int:pk>/remove/",
        members.member_remove,
        name="member_remove",
    ),
    path("organisations/<slug:slug>/join/", joining.join, name="join"),
    path("organisations/<slug:slug>/leave/", joining.leave, name="leave"),
    path("organisations/<slug:slug>/rescue/", joining.rescue, name="rescue"),
    path("organisations/<slug:slug>/relations/", relations.relations, name="relations"),
    path(
        "organisations/<slug:slug>/relations/<int:pk>/confirm/",
        relations.relation_act,
        {"act": "confirm"},
        name="relation_confirm",
    ),
    path(
        "organisations/<slug:slug>/relations/<int:pk>/end/",
        relations.relation_act,
        {"act": "end"},
        name="relation_end",
    ),
    path("invitations/<str:signed>/", joining.invitation, name="invitation"),
    path("me/interests/", relations.my_interests, name="my_interests"),
    path("me/interests/<int:pk>/end/", relations.interest_end, name="interest_end"),
    path(
        "organisations/<slug:slug>/merge/", custodians.organisation_merge, name="organisation_merge"
    ),
    path(
        "desk/organisations/import/", custodians.organisations_import, name="organisations_import"
    ),
    path("me/address/<int:pk>/back/", addresses.take_back, name="address_back"),
    path("me/address/<str:signed>/", addresses.answer, name="address_answer"),
    path("me/second-step/", second_step.second_step, name="second_step"),
    path("me/sessions/end/", sessions.sign_out_everywhere, name="sign_out_everywhere"),
    path("people/", people.people, name="people"),
    path("people/<slug:slug>/", people.person, name="person"),
    path("offers/", offers.offers, name="offers"),
    path("offers/new/", offers.offer_new, name="offer_new"),
    path("offers/<slug:slug>/", offers.offer, name="offer"),
    path("offers/<slug:slug>/edit/", offers.offer_edit, name="offer_edit"),
    path("offers/<slug:slug>/skills/", offers.offer_skills, name="offer_skills"),
    path("offers/renew/<str:signed>/", offer_clock.offer_renew_by_link, name="offer_renew_link"),
    path("offers/<slug:slug>/renew/", offer_clock.offer_renew, name="offer_renew"),
    path("offers/<slug:slug>/pause/", offer_clock.offer_pause, name="offer_pause"),
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
