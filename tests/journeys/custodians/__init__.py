"""What ``docs/editors.md`` tells a custodian, step by step, in the verbs of a visitor.

Each step takes a :class:`~tests.journeys.reader.Reader` or a Surfer in Chromium, and presses what
the handbook names. What others do meanwhile stands beside it.
"""
