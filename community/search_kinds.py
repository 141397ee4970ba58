"""The Forum's life in the one search."""

from typing import Any

from common.search import search
from common.search_kinds import Kind, register

from .models import Consultation


def consultations(text: str, user: Any) -> Any:
    """Those that anybody may see: no drafts."""
    return search(Consultation.objects.public(), text)


register(Kind(name="consultations", title="Consultations", search=consultations, order=60))
