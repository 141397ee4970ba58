"""What comes of a consultation: texts read and shown, themes, what changed, and the published report."""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import move
from profiles.models import User

from ..choices.consultations import (
    CONSULTATION_MOVES,
    MODERATION_MOVES,
    ConsultationState,
    Moderation,
)
from ..models import (
    Answer,
    Comment,
    Consultation,
    ConsultationReport,
    ConsultationTheme,
    Conversation,
    ReportRow,
    Response,
)
from ..policies.consultations import may_keep_response, may_run_consultations
from ..queries.figures import figures_of
from .consulting import Refused, locked


@transaction.atomic
def moderate(said: Answer | Comment, *, by: User, show: bool, read: str) -> Answer | Comment:
    """Let a text be shown, or not. The same again changes nothing; ``read`` is its fingerprint.

    Raises PermissionDenied, or Refused where its author does not let it be shown, or it is one's own.
    """
    demand(may_run_consultations(by))
    fresh = type(said).objects.select_for_update().filter(pk=said.pk).first()
    if fresh is None or fresh.fingerprint != read:
        raise Refused("Its author changed it meanwhile. Read what stands there now.")
    if not type(said).objects.may_be_shown().filter(pk=said.pk).exists():
        raise Refused("Its author does not want it shown.")
    if show and may_keep_response(by, fresh.response):
        raise Refused("It is your own, or of an organisation of yours: another custodian shows it.")
    to = Moderation.SHOWN if show else Moderation.WITHHELD
    if fresh.moderation != to:
        move(fresh, to, moves=MODERATION_MOVES, field="moderation")
        record(f"community.text_{to}", by=by, about=fresh)
    return fresh


@transaction.atomic
def add_theme(consultation: Consultation, *, by: User, title: str) -> ConsultationTheme:
    """A theme to find in responses. Raises PermissionDenied, or Refused where it is there."""
    demand(may_run_consultations(by))
    _demand_unpublished(locked(consultation))
    try:
        with transaction.atomic():
            made = ConsultationTheme.objects.create(consultation=consultation, title=title)
    except IntegrityError:
        raise Refused("There is a theme of that name.", "title") from None
    record("community.theme_added", by=by, about=consultation, theme=made.pk)
    return made


@transaction.atomic
def remove_theme(theme: ConsultationTheme, *, by: User) -> None:
    """A theme that nobody needs, taken off every response too."""
    demand(may_run_consultations(by))
    _demand_unpublished(locked(theme.consultation))
    record("community.theme_removed", by=by, about=theme.consultation, theme=theme.pk)
    theme.delete()


@transaction.atomic
def set_themes(response: Response, *, by: User, themes: Iterable[ConsultationTheme]) -> None:
    """Say which themes a response speaks of. Raises PermissionDenied or Refused."""
    demand(may_run_consultations(by))
    _demand_unpublished(locked(response.consultation))
    own = [theme for theme in themes if theme.consultation_id == response.consultation_id]
    response.themes.set(own)
    record("community.themes_set", by=by, about=response, themes=[theme.pk for theme in own])


@transaction.atomic
def write_report(
    consultation: Consultation, *, by: User, introduction: str, final_link: str
) -> ConsultationReport:
    """Save what a report begins with; also after it is published."""
    demand(may_run_consultations(by))
    row = locked(consultation)
    report, _ = ConsultationReport.objects.get_or_create(consultation=row)
    report.introduction, report.final_link = introduction, final_link
    report.save(update_fields=["introduction", "final_link"])
    record("community.report_written", by=by, about=row)
    return report


@transaction.atomic
def add_report_row(
    consultation: Consultation, *, by: User, became: str, said: str, did: str
) -> ReportRow:
    """You said, we did; or what changed. Rows are added after publishing too: the promise goes on."""
    demand(may_run_consultations(by))
    row = ReportRow.objects.create(consultation=consultation, became=became, said=said, did=did)
    record("community.report_row_added", by=by, about=consultation, row=row.pk)
    return row


@transaction.atomic
def remove_report_row(row: ReportRow, *, by: User) -> None:
    """Take a row out again."""
    demand(may_run_consultations(by))
    record("community.report_row_removed", by=by, about=row.consultation, row=row.pk)
    row.delete()


@transaction.atomic
def publish_report(consultation: Consultation, *, by: User) -> ConsultationReport:
    """Publish it, with the figures as they are now. Twice is the same as once.

    The figures never change afterwards: whoever compared two of them could count one person.
    Raises PermissionDenied, or Refused while it is open, or texts have not been read.
    """
    demand(may_run_consultations(by))
    row = locked(consultation)
    report, _ = ConsultationReport.objects.get_or_create(consultation=row)
    if row.state == ConsultationState.REPORTED:
        return report
    if row.state != ConsultationState.CLOSED:
        raise Refused("It can be published once the consultation has closed.")
    if waiting := texts_waiting(row):
        noun = "text waits" if waiting == 1 else "texts wait"
        raise Refused(f"{waiting} {noun} to be read. Show or withhold each first.")
    if not report.introduction and not row.report_rows.exists():
        raise Refused("Say first what came of it: an introduction, or a row of “you said, we did”.")
    report.figures = figures_of(row)
    report.published_at = timezone.now()
    report.save(update_fields=["figures", "published_at"])
    move(row, ConsultationState.REPORTED, moves=CONSULTATION_MOVES)
    record("community.report_published", by=by, about=row)
    return report


def texts_waiting(consultation: Consultation) -> int:
    """How many texts a custodian still reads."""
    return sum(
        kind.objects.to_moderate().filter(response__consultation=consultation).count()
        for kind in (Answer, Comment)
    )


def _demand_unpublished(row: Consultation) -> None:
    if row.state == ConsultationState.REPORTED:
        raise Refused("The report is published, so its themes and figures stay.")


@transaction.atomic
def note_conversation(
    consultation: Consultation, *, by: User, who: str, on: datetime.date, theme: str
) -> Conversation:
    """Put down whom the Forum spoke with: for custodians only."""
    demand(may_run_consultations(by), hidden=True)
    made = Conversation.objects.create(
        consultation=consultation, who=who, on=on, theme=theme, written_by=by
    )
    record("community.conversation_noted", by=by, about=made)
    return made


@transaction.atomic
def forget_conversation(row: Conversation, *, by: User) -> None:
    """Take it out of the log again."""
    demand(may_run_consultations(by), hidden=True)
    record("community.conversation_forgotten", by=by, about=row)
    row.delete()
