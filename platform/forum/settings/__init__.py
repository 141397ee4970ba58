"""Settings by topic; ``dev``, ``test`` and ``production`` put them together."""
