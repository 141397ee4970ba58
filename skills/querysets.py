"""How skills are narrowed."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from skills.choices import Status
from skills.names import fold


class SkillQuerySet(QuerySet):
    """Skills, narrowed."""

    def live(self):
        """Those that may be chosen today."""
        return self.filter(status=Status.LIVE)

    def matching(self, text: str):
        """Those whose name, or a word people use for it, holds every word of ``text``."""
        found = self
        # models import this module, so that the aliases are reached through the model.
        aliases: Any = self.model._meta.get_field("aliases").related_model
        for word in fold(text).split()[:12]:
            found = found.filter(
                Q(name__icontains=word)
                | Exists(aliases.objects.filter(skill=OuterRef("pk"), folded__contains=word))
            )
        return found

    def by_name(self):
        """In the order of a dictionary, whatever the capitals."""
        return self.order_by(Lower("name"), "pk")
