"""Forget the words of the mission when one of its records changes."""

from common.remembered import forget_when

from .models import Node, Priority, Strand
from .search_kinds import WORDS

forget_when(WORDS, Strand, Priority, Node)
