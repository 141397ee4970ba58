"""The mails that events and meetings send."""

from common.delivery import NotificationKind, register

PRESENTS = "You present something at this meeting, or wrote for it."
for name, subject in (
    ("community_presenting", "You are on the agenda of {{ day }}: {{ item }}"),
    ("community_meeting_moved", "Now on {{ day }} at {{ time }}: {{ title }}"),
    ("community_meeting_called_off", "Called off, {{ day }}: {{ title }}"),
):
    register(NotificationKind(name=name, subject=subject, why=PRESENTS))

HOSTS = "You lead an organisation that offered to host."
for name, subject in (
    ("community_host_accepted", "{{ organisation }} hosts {{ about }}"),
    ("community_host_declined", "Not this time: hosting {{ about }}"),
):
    register(NotificationKind(name=name, subject=subject, why=HOSTS))
