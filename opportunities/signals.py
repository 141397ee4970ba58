"""What others may want to hear about. Sent inside the transaction: receivers only write rows."""

from django.dispatch import Signal

#: ``opportunity_id``. Something went live, or a live one was changed by a published edit.
opportunity_published = Signal()

#: ``opportunity_id``. Who speaks for it, besides the leads of its organisation, changed.
speakers_changed = Signal()

#: ``opportunity_id``. It ended: closed, filled, cancelled or taken down.
opportunity_closed = Signal()
