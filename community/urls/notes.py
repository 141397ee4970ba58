"""Addresses of notes, attendance, actions, task groups and representatives."""

from django.urls import path

from ..views import actions, desk_actions, desk_notes, desk_people, groups, removals

HERE = "desk/meetings/<int:pk>/"

urlpatterns = [
    path("meetings/actions/", actions.actions, name="actions"),
    path("meetings/representatives/", groups.representatives, name="representatives"),
    path("meetings/not-named/sent/", removals.sent, name="removal_sent"),
    path("meetings/not-named/<int:pk>/", removals.ask, name="removal_ask"),
    path("meetings/not-named/<str:signed>/", removals.confirm, name="removal_confirm"),
    path("me/actions/", actions.my_actions, name="my_actions"),
    path("me/actions/<int:pk>/", actions.my_action, name="my_action"),
    path(f"{HERE}people/", desk_people.people, name="desk_people"),
    path(f"{HERE}people/attendance.csv", desk_people.people_csv, name="desk_people_csv"),
    path(f"{HERE}people/<int:row>/", desk_people.person, name="desk_person"),
    path(f"{HERE}notes/", desk_notes.notes, name="desk_notes"),
    path(f"{HERE}notes/<int:item_pk>/", desk_notes.item, name="desk_note"),
    path(f"{HERE}decisions/new/", desk_notes.decision_new, name="desk_decision_new"),
    path(f"{HERE}decisions/<int:number>/", desk_notes.decision, name="desk_decision"),
    path(f"{HERE}actions/new/", desk_actions.action_new, name="desk_action_new"),
    path(f"{HERE}actions/found/", desk_actions.actions_read, name="desk_actions_read"),
    path("desk/actions/", desk_actions.actions, name="desk_actions"),
    path("desk/actions/<int:pk>/", desk_actions.action, name="desk_action"),
    path("desk/not-named/", removals.removals, name="desk_removals"),
    path("desk/not-named/<int:pk>/", removals.removal, name="desk_removal"),
    path("desk/groups/", groups.desk, name="desk_groups"),
    path("desk/groups/new/", groups.group_new, name="desk_group_new"),
    path("desk/groups/<int:pk>/", groups.group, name="desk_group"),
    path("desk/series/<int:pk>/members/new/", groups.member_new, name="desk_member_new"),
    path("desk/members/<int:pk>/remove/", groups.member_remove, name="desk_member_remove"),
    path("desk/representatives/new/", groups.delegation_new, name="desk_delegation_new"),
    path("desk/representatives/<int:pk>/", groups.delegation, name="desk_delegation"),
]
