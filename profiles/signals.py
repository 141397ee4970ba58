"""What others may want to hear about. Sent inside the transaction: receivers only write rows."""

from django.dispatch import Signal

#: ``person_id``. Something the matcher reads about a person changed.
person_changed = Signal()

#: ``offer_id``. An offer went live, or a live one was changed by a published edit.
offer_published = Signal()

#: ``offer_id``. An offer ended or was taken down.
offer_closed = Signal()

#: ``organisation_id``. Somebody joined it, or has another role there. Not sent for who left.
members_changed = Signal()

#: ``organisation_id``. It left the public site with all that is its own: suspended by a custodian, or
#: closed.
organisation_suspended = Signal()

#: ``organisation_id``. It is back, with what was public before.
organisation_restored = Signal()

#: ``organisation_id``, ``user_id``, ``heir_id`` (a user, or None). Somebody speaks for it no more;
#: what was in their hands goes to the heir.
member_left = Signal()

#: ``organisation_id``. A custodian confirmed it, for the first time or again after a change of name.
organisation_verified = Signal()
