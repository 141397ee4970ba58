"""What of the Forum's life wants a custodian."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from common.desk_panels import Panel, register

from .choices.consultations import ConsultationState
from .models import Answer, Comment, Consultation

SOON = datetime.timedelta(days=14)


def consultations() -> dict[str, Any]:
    """Closing soon, with texts to read, or closed without a report."""
    soon = Q(state=ConsultationState.OPEN, closes__lte=timezone.now() + SOON)
    closed = Q(state=ConsultationState.CLOSED)
    rows = Consultation.objects.annotate(to_read=Exists(_texts(Answer)) | Exists(_texts(Comment)))
    found = list(rows.filter(soon | closed | Q(to_read=True)).order_by("closes", "pk")[:10])
    return {"rows": found, "count": len(found)}


def _texts(kind: Any) -> Any:
    return kind.objects.to_moderate().filter(response__consultation=OuterRef("pk"))


register(
    Panel(
        name="consultations",
        title="Consultations",
        template="community/desk_consultations_panel.html",
        load=consultations,
        order=60,
    )
)
