"""An opportunity in words, for templates of any app: ``{% load opportunity_words %}``."""

from collections.abc import Mapping
from typing import Any

from django import template

from profiles.choices import InReturn, Stage

from .. import words
from ..models import Opportunity

register = template.Library()


@register.simple_tag
def facts_of(opportunity: Opportunity) -> list[dict[str, str]]:
    """The panel's facts: ``{% facts_of opportunity as facts %}``."""
    return words.all_facts(opportunity)


@register.simple_tag
def needs_of(
    opportunity: Opportunity,
    held: Mapping[int, int] | None = None,
    wanted: set[int] | None = None,
) -> list[dict[str, Any]]:
    """What it asks for, level by level, beside the reader's own."""
    # A template's unknown name is an empty text: Wagtail's preview knows no reader.
    return words.needs(opportunity, None if held in (None, "") else held, wanted or set())


@register.simple_tag
def row_of(opportunity: Opportunity, held: Mapping[int, int] | None = None) -> dict[str, Any]:
    """What ``components/row.html`` takes."""
    return words.row(opportunity, held)


@register.filter
def summarised(opportunity: Opportunity) -> str:
    """The sentence for lists and search engines."""
    return words.summary(opportunity)


@register.filter
def in_return(opportunity: Opportunity) -> list[str]:
    """What it gives back, in words."""
    return [label for value, label in InReturn.choices if value in opportunity.gives_back]


@register.filter
def stages(opportunity: Opportunity) -> list[str]:
    """Who may apply, in words; empty means anyone."""
    return [label for value, label in Stage.choices if value in opportunity.stages]
