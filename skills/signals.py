"""What other apps may want to hear about the vocabulary.

``skill_merged`` carries ``skill_id`` and ``into_id`` and is sent inside the transaction that
merges, so that whoever holds a row about the old skill can point it at the new one and both
changes stand or fall together. ``skill_retired`` carries ``skill_id``.
"""

from django.dispatch import Signal

skill_merged = Signal()
skill_retired = Signal()
