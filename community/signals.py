"""What others may want to hear about. Sent inside the transaction: receivers only write rows."""

from django.dispatch import Signal

#: ``meeting_id``. A meeting can be seen by everybody from now on.
meeting_announced = Signal()

#: ``meeting_id``. An announced meeting has another time or place.
meeting_moved = Signal()

#: ``meeting_id``, ``by_id``. A meeting does not take place: whoever was coming is told.
meeting_called_off = Signal()
