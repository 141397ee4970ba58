"""What others may want to hear about. Sent inside the transaction: receivers only write rows."""

from django.dispatch import Signal

#: ``event_id``. A published event does not take place: whoever booked is told.
event_called_off = Signal()

#: ``event_id``. It takes place after all.
event_reinstated = Signal()

#: ``event_id``. When, where or how a published event takes place was changed.
event_changed = Signal()

#: ``event_id``. An event went live for the first time.
event_published = Signal()

#: ``meeting_id``. A meeting can be seen by everybody from now on.
meeting_announced = Signal()

#: ``meeting_id``. An announced meeting has another time or place.
meeting_moved = Signal()

#: ``meeting_id``, ``by_id``. A meeting does not take place: whoever was coming is told.
meeting_called_off = Signal()
