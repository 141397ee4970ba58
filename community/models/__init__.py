"""Events, meetings and what belongs to them."""

from .consultations import (
    Consultation,
    ConsultationReport,
    ConsultationTheme,
    Question,
    ReportRow,
    WordingChange,
)
from .events import Event, EventState
from .meetings import Meeting, MeetingSeries
from .responses import Answer, Comment, Conversation, Response

__all__ = [
    "Answer",
    "Comment",
    "Consultation",
    "ConsultationReport",
    "ConsultationTheme",
    "Conversation",
    "Event",
    "EventState",
    "Meeting",
    "MeetingSeries",
    "Question",
    "ReportRow",
    "Response",
    "WordingChange",
]
