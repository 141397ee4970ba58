"""Addresses: plural nouns, verbs at the end."""

from django.urls import path

from .choices import Kind
from .views import (
    agreement_links,
    agreements,
    answers,
    applying,
    copying,
    custodians,
    desk_corrections,
    desk_placements,
    detail,
    extending,
    firming,
    inbox,
    interest,
    list_files,
    lists,
    meeting,
    my_applications,
    partners,
    pathway,
    reading,
    scoping,
    searches,
    teams,
    versions,
    wizard,
)

app_name = "opportunities"


def _list(prefix: str, name: str, kind: str) -> list:
    options = {"kind": kind}
    return [
        path(prefix, lists.opportunity_list, options, name=name),
        path(f"{prefix}export.csv", list_files.export_csv, options, name=f"{name}_csv"),
        path(f"{prefix}feed.atom", list_files.feed, options, name=f"{name}_feed"),
    ]


def _thing(kind: str) -> list:
    options, here = {"kind": str(kind)}, f"{kind}s/<slug:slug>/"
    return [
        path(here, detail.opportunity, options, name=f"{kind}"),
        path(f"{here}close/", detail.end, options, name=f"{kind}_end"),
        path(f"{here}later/", extending.later, options, name=f"{kind}_later"),
        path(f"{here}decide/", custodians.decide, options, name=f"{kind}_decide"),
    ]


def _posted(kind: str) -> list:
    options, here = {"kind": str(kind)}, f"{kind}s/<slug:slug>/"
    return [
        path(f"{kind}s/new/", wizard.start, options, name=f"{kind}_new"),
        path(f"{here}edit/", wizard.resume, options, name=f"{kind}_edit"),
        path(f"{here}edit/<slug:step>/", wizard.edit, options, name=f"{kind}_step"),
        path(f"{here}again/", copying.again, options, name=f"{kind}_again"),
        path(f"{here}help/", scoping.help_me, options, name=f"{kind}_help"),
        path(f"{here}versions/", versions.versions, options, name=f"{kind}_versions"),
        path(f"{here}versions/<int:pk>/", versions.go_back, options, name=f"{kind}_version"),
        path(f"{here}sent/", wizard.sent, options, name=f"{kind}_sent"),
        path(f"{here}apply/", applying.apply, options, name=f"{kind}_apply"),
        path(f"{here}apply/check/", applying.check, options, name=f"{kind}_apply_check"),
        path(f"{here}questions/", applying.settings, options, name=f"{kind}_questions"),
        path(f"{here}withdraw/", detail.withdraw, options, name=f"{kind}_withdraw"),
    ]


def _hosted(kind: str) -> list:
    options, here = {"kind": str(kind)}, f"{kind}s/<slug:slug>/applications/"
    return [
        path(here, inbox.inbox, options, name=f"{kind}_applications"),
        path(f"{here}export.csv", inbox.export, options, name=f"{kind}_applications_csv"),
        path(
            f"{here}export.xlsx",
            inbox.export,
            {**options, "form": "xlsx"},
            name=f"{kind}_applications_xlsx",
        ),
        path(f"{here}answer/", answers.write, options, name=f"{kind}_answer"),
        path(f"{here}check/", answers.check, options, name=f"{kind}_answer_check"),
        path(f"{here}<int:pk>/", reading.read, options, name=f"{kind}_application"),
    ]


def _together(kind: str) -> list:
    options, here = {"kind": str(kind)}, f"{kind}s/<slug:slug>/together/"
    return [
        path(here, partners.together, options, name=f"{kind}_together"),
        path(f"{here}<int:pk>/", partners.partner, options, name=f"{kind}_partner"),
    ]


def _short(kind: str) -> list:
    options, here = {"kind": kind}, f"{kind}s/<slug:slug>/"
    return [
        path(f"{here}meeting/", meeting.meeting, options, name=f"{kind}_meeting"),
        path(f"{here}interest/", interest.interest, options, name=f"{kind}_interest"),
        path(f"{here}interested/", interest.interested, options, name=f"{kind}_interested"),
    ]


urlpatterns = [
    path("challenges/propose/", wizard.start, {"kind": "proposal"}, name="proposal_new"),
    path("opportunities/next-meeting/", meeting.next_meeting, name="next_meeting"),
    *_list("opportunities/", "list", ""),
    *_list("challenges/", "challenges", Kind.CHALLENGE.value),
    *_list("placements/", "placements", Kind.PLACEMENT.value),
    *_list("jobs/", "jobs", Kind.JOB.value),
    *_posted(Kind.CHALLENGE.value),
    *_posted(Kind.PLACEMENT.value),
    *_posted(Kind.JOB.value),
    *_short(Kind.CHALLENGE.value),
    *_short(Kind.PLACEMENT.value),
    # The steps of a proposal are those of a challenge, under its address.
    path(
        "challenges/<slug:slug>/edit/<slug:step>/",
        wizard.edit,
        {"kind": Kind.CHALLENGE.value},
        name="proposal_step",
    ),
    *_hosted(Kind.CHALLENGE.value),
    *_hosted(Kind.PLACEMENT.value),
    *_together(Kind.CHALLENGE.value),
    *_together(Kind.PLACEMENT.value),
    *_thing(Kind.CHALLENGE.value),
    *_thing(Kind.PLACEMENT.value),
    *_thing(Kind.JOB.value),
    path("placements/<slug:slug>/firm/", firming.firm, name="placement_firm"),
    path("placements/<slug:slug>/supervise/", detail.supervise, name="placement_supervise"),
    path("me/opportunities/", detail.mine, name="mine"),
    path("me/applications/", my_applications.applications, name="applications"),
    path("applications/<int:pk>/", my_applications.application, name="application"),
    path("applications/<int:pk>/answer/", my_applications.answer_offer, name="application_answer"),
    path("applications/<int:pk>/withdraw/", my_applications.withdraw, name="application_withdraw"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/edit/", agreements.edit, name="agreement_edit"),
    path("agreements/<int:pk>/send/", agreements.send, name="agreement_send"),
    path("agreements/<int:pk>/yes/", agreements.answer, name="agreement_yes"),
    path("agreements/<int:pk>/end/", agreements.end, name="placement_end_early"),
    path("agreements/answer/<str:signed>/", agreement_links.answer, name="agreement_answer"),
    path("feedback/<str:signed>/", agreement_links.give_feedback, name="feedback"),
    path(
        "organisations/<slug:slug>/agreements/",
        agreement_links.university_contact,
        name="university_contact",
    ),
    path("desk/placements/", desk_placements.risk_list, name="desk_placements"),
    path("desk/placements/<int:pk>/remind/", desk_placements.remind, name="desk_remind"),
    path("desk/corrections/", desk_corrections.overview, name="desk_corrections"),
    path("desk/corrections/<int:pk>/", desk_corrections.correct, name="desk_correction"),
    path("me/pathway/", pathway.pathway, name="pathway"),
    path("me/pathway/resume.json", pathway.export, name="pathway_resume"),
    path("me/pathway/<int:pk>/skills/", pathway.add_to_skills, name="pathway_skills"),
    path("applications/<int:pk>/team/", teams.team, name="application_team"),
    path("applications/<int:pk>/team/leave/", teams.leave, name="application_team_leave"),
    path("teams/<str:signed>/", teams.invitation, name="team_invitation"),
    path("me/searches/", searches.searches, name="searches"),
    path("me/searches/new/", searches.save, name="search_new"),
    path("me/searches/<int:pk>/", searches.change, name="search_change"),
    path("me/searches/<int:pk>/delete/", searches.delete, name="search_delete"),
    path("searches/stop/<str:signed>/", searches.stop, name="search_stop"),
]
