"""What the editor may not do although Wagtail's permissions allow it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

from .models import in_conflict


@hooks.register("before_unpublish")
def nobody_takes_down_what_they_have_a_part_in(request: HttpRequest, thing: Any) -> None:
    """The other side of :class:`~common.moderation.Moderated`, which guards publishing."""
    if in_conflict(thing, request.user):
        raise PermissionDenied("Somebody without a part in this has to take it down.")
