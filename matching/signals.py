"""What others may want to hear about. Sent inside the transaction: receivers only write rows."""

from django.dispatch import Signal

#: ``introduction_id``. Both sides said yes.
introduced = Signal()

#: ``introduction_id``. It ended without or after a meeting: declined, expired, fell through, done.
introduction_ended = Signal()
