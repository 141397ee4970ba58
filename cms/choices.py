"""What kinds of stories and news there are."""

from django.db import models


class StoryKind(models.TextChoices):
    """Whether it tells what happened, or how others can do the same."""

    STORY = "story", "Story"
    PRACTICE = "practice", "Good practice"


class NewsCategory(models.TextChoices):
    """What a piece of news is about. Readers and feeds can ask for one."""

    FORUM = "forum", "The Forum"
    DATA = "data", "Open data"
    SKILLS = "skills", "Skills and training"
    FUNDING = "funding", "Funding"
    REGION = "region", "Around the region"
