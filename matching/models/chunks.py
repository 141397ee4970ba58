"""Pieces of a large run over everything, each scored by whichever worker is free.

The lease on a piece is that of its work (:mod:`common.outbox`); only
:mod:`matching.services.chunks` and what completes a run write here.
"""

from django.db import models

from .runs import MatchRun


class RunChunk(models.Model):
    """Some supplies of a run, to be held against all of its needs.

    ``facts`` are their rows as the run's instance has them: read once, so that the answer is the
    same whoever scores them and whenever.
    """

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    facts = models.JSONField(default=list)
    supplies_count = models.PositiveIntegerField(default=0)
    pairs_count = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=10, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["run", "number"]
        verbose_name_plural = "run chunks"
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="run_chunk_once"),
        ]

    def __str__(self) -> str:
        return f"Chunk {self.number} of run {self.run_id}"


class RunPart(models.Model):
    """What one chunk found for some of the needs, packed; gone when the run is complete."""

    chunk = models.ForeignKey(RunChunk, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField(help_text="Which needs: the same for every chunk.")
    found = models.BinaryField()

    class Meta:
        ordering = ["chunk", "number"]
        verbose_name_plural = "run parts"
        constraints = [
            models.UniqueConstraint(fields=["chunk", "number"], name="run_part_once"),
        ]

    def __str__(self) -> str:
        return f"Part {self.number} of chunk {self.chunk_id}"
