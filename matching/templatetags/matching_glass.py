"""What a superuser who broke the glass reads of one person: what they wrote to the other sides of introductions."""

from typing import Any

from django import template
from django.db.models import Exists, OuterRef

from ..models import MessageReport, ThreadMessage

MOST = 50

register = template.Library()


@register.inclusion_tag("matching/through_glass.html")
def matching_through_glass(about: Any) -> dict[str, Any]:
    """Their own messages, the newest first; the other side's words are the other side's to open."""
    reported = MessageReport.objects.filter(message=OuterRef("pk"))
    rows = ThreadMessage.objects.filter(author=about, deleted_at=None)
    rows = rows.annotate(is_reported=Exists(reported)).order_by("-pk")
    return {"messages": rows.select_related("introduction__opportunity")[:MOST]}
