"""What others may want to hear about. Sent inside the transaction: receivers only write rows."""

from django.dispatch import Signal

#: ``opportunity_id``. Something went live, or a live one was changed by a published edit.
opportunity_published = Signal()

#: ``opportunity_id``. Who speaks for it, besides the leads of its organisation, changed.
speakers_changed = Signal()

#: ``opportunity_id``. Which organisations are named beside the one that posted it changed.
partners_changed = Signal()

#: ``opportunity_id``. What was not sure yet is a firm placement from now on: people may apply.
became_firm = Signal()

#: ``opportunity_id``. It ended: closed, filled, cancelled or taken down.
opportunity_closed = Signal()

#: ``application_id``. Somebody put themselves forward: it waits for the host from now on.
application_sent = Signal()

#: ``application_id``. Nothing more can come of it: declined, taken back or released.
application_ended = Signal()
