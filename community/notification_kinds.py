"""The mails that events and meetings send."""

from common.delivery import NotificationKind, register

PRESENTS = "You present something at this meeting, or wrote for it."
for name, subject in (
    ("community_presenting", "You are on the agenda of {{ day }}: {{ item }}"),
    ("community_meeting_moved", "Now on {{ day }} at {{ time }}: {{ title }}"),
    ("community_meeting_called_off", "Called off, {{ day }}: {{ title }}"),
):
    register(NotificationKind(name=name, subject=subject, why=PRESENTS))

BOOKED = "You booked this through the Forum, or somebody typed your address."

for name, subject in (
    ("placed", "You have a place: {{ title }}"),
    ("waiting", "You are on the waiting list: {{ title }}"),
    ("promoted", "A place is yours now: {{ title }}"),
    ("already", "You have booked this already: {{ title }}"),
    ("cancelled", "Cancelled as you asked: {{ title }}"),
    ("called_off", "Does not take place: {{ title }}"),
    ("reminder", "{{ when }}: {{ title }}"),
):
    register(NotificationKind(name=f"community_booking_{name}", subject=subject, why=BOOKED))
register(
    NotificationKind(
        name="community_booking_confirm",
        subject="Confirm within 24 hours: {{ title }}",
        why="Somebody typed your address into our booking form. If it was not you, do nothing.",
        proves=True,
    )
)
