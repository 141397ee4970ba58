"""What events and meetings have in common: how people come to them."""

from django.db import models


class Mode(models.TextChoices):
    """How people take part."""

    IN_PERSON = "in_person", "In person"
    HYBRID = "hybrid", "In person or online"
    ONLINE = "online", "Online"
