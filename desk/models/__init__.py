"""Rows of the desk: what custodians noted about their week, the newsletter, how often pages were read."""

from .newsletters import Newsletter, Subscriber
from .visits import VisitCount
from .weeks import LeftToEnd

__all__ = ["LeftToEnd", "Newsletter", "Subscriber", "VisitCount"]
