"""Addresses of the desk and of a member's own page."""

from django.urls import path

from .views import custodians, handing_over, letters, mails, members, members_area, resting

app_name = "desk"
urlpatterns = [
    path("desk/", custodians.home, name="home"),
    path("desk/decide/<int:pk>/", custodians.decide, name="decide"),
    path("desk/work/<int:pk>/", custodians.work, name="work"),
    path("desk/mails/again/", custodians.retry_mails, name="retry_mails"),
    path("desk/ending/", custodians.let_end, name="let_end"),
    path("desk/hibernate/", resting.hibernate, name="hibernate"),
    path("desk/wake/", resting.wake, name="wake"),
    path("desk/hand-over/", handing_over.hand_over, name="hand_over"),
    path("desk/hand-over/text/", handing_over.hand_over_file, name="hand_over_file"),
    path("desk/newsletter/", letters.desk_newsletters, name="desk_newsletters"),
    path("desk/newsletter/<int:pk>/", letters.edit, name="newsletter_edit"),
    path("desk/newsletter/<int:pk>/send/", letters.send, name="newsletter_send"),
    path("desk/newsletter/<int:pk>/drop/", letters.drop, name="newsletter_drop"),
    path("members/", members_area.members_area, name="members_area"),
    path("newsletter/", letters.archive, name="newsletters"),
    path("newsletter/feed.atom", letters.feed, name="newsletter_feed"),
    path("newsletter/<int:pk>/", letters.letter, name="newsletter"),
    path("newsletter/confirm/<str:signed>/", letters.confirm, name="newsletter_confirm"),
    path("newsletter/stop/<str:signed>/", letters.stop, name="newsletter_stop"),
    path("desk/check/", custodians.check, name="check"),
    path("me/", members.me, name="me"),
    path("me/now/", members.now, name="now"),
    path("me/mails/", mails.mails, name="mails"),
    path("me/mails/choices/", mails.choices, name="mail_choices"),
    path("mails/stop/<str:signed>/", mails.stop, name="mail_stop"),
]
