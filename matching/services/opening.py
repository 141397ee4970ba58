"""What an introduction opens of a person to the other side."""

from profiles.choices import Scope
from profiles.services import disclose

from .. import parties
from ..choices import Side
from ..models import Introduction


def cause(introduction: Introduction) -> str:
    """How disclosures name this introduction as their reason."""
    return f"introduction:{introduction.pk}"


def open_person(introduction: Introduction, scope: Scope) -> None:
    """Open ``scope`` of the introduced person to everybody on the side that asked for help."""
    if introduction.person is None:
        return
    for viewer in parties.side(introduction, Side.NEED):
        disclose(introduction.person, viewer=viewer, scope=scope, cause=cause(introduction))
