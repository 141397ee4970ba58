"""Stories and good practice as evidence for the Forum's records: those that anybody may read."""

from typing import Any

from common.evidence_kinds import Kind, register

from .models import StoryPage
from .queries.written import readable, story_rows


def _row(story: StoryPage) -> dict[str, Any]:
    return story_rows([story])[0]


register(
    Kind(
        name="stories",
        title="Stories and good practice",
        one="story",
        many="stories",
        public=lambda: readable(StoryPage.objects.all()),
        row=_row,
        order=50,
    )
)
