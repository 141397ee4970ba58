"""What templates need beyond ``if`` and ``for``: dates as people read them, blocks, icons.

Loaded with ``{% load components %}``. Words and marks only: nothing here reads the database.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.forms import BoundField, widgets
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NUMBER_NAMES = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
AMOUNT_NAMES = ("Nothing", "Very little", "A little", "Some", "Most of it", "All of it")

# Paths of 20 by 20 drawings, stroked in the colour of the text beside them.
ICONS = {
    "arrow": "M4 10h12M11 5l5 5-5 5",
    "back": "M16 10H4M9 5l-5 5 5 5",
    "calendar": "M3 5h14v12H3zM3 9h14M7 2v4M13 2v4",
    "cross": "M5 5l10 10M15 5L5 15",
    "download": "M10 3v10M5.5 9l4.5 4.5L14.5 9M3 17h14",
    "feed": "M4 9a7 7 0 017 7M4 4a12 12 0 0112 12M4.5 15.5h.01",
    "lock": "M5 9h10v8H5zM7 9V6a3 3 0 016 0v3",
    "person": "M10 9.5a3 3 0 100-6 3 3 0 000 6zM4 17a6 6 0 0112 0",
    "place": "M10 18s6-5.6 6-10a6 6 0 10-12 0c0 4.4 6 10 6 10zM10 10a2 2 0 100-4 2 2 0 000 4z",
    "search": "M9 15A6 6 0 109 3a6 6 0 000 12zM13.5 13.5L18 18",
    "tick": "M4 10.5l4 4L16 6",
}

SYLLABLE_BREAKS = re.compile(r"(?<=[a-z]{4})(?=hampton|shire|ham\b)")


# Words -----------------------------------------------------------------------------------------


@register.filter
def in_words(number: object) -> str:
    """A count up to twelve as a word ("three"), a larger one as figures ("1,140")."""
    try:
        count = int(number)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        return ""
    if 0 <= count < len(NUMBER_NAMES):
        return NUMBER_NAMES[count]
    return f"{count:,}"


@register.filter
def soft_hyphens(name: str) -> SafeString:
    """A place name that may break before its ending, for the narrow tiles of the map."""
    return mark_safe(SYLLABLE_BREAKS.sub("&shy;", conditional_escape(name)))  # noqa: S308 (escaped)


@register.filter
def dated(value: dt.date | dt.datetime | None, form: str = "long") -> str:
    """A date in a ``<time>`` element, as text that people read.

    ``long`` is "Saturday 5 December 2026", ``short`` is "5 December" (with the year unless it is
    this one), ``day`` is "Saturday 5 December", ``at`` adds the time of day.
    """
    if not isinstance(value, dt.date):
        return ""
    moment = value
    if isinstance(moment, dt.datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    day = f"{moment.day}\N{NO-BREAK SPACE}{MONTHS[moment.month]}"
    if form == "short":
        words = day if moment.year == timezone.localdate().year else f"{day} {moment.year}"
    elif form == "day":
        words = f"{WEEKDAYS[moment.weekday()]} {day}"
    elif form == "long":
        words = f"{WEEKDAYS[moment.weekday()]} {day} {moment.year}"
    elif form == "at":
        words = f"{WEEKDAYS[moment.weekday()]} {day} {moment.year}, {moment:%H:%M}"
    elif form == "time":
        words = f"{moment:%H:%M}"
    else:
        raise ValueError(f"dated: no form {form!r}, only long, day, short, at, time")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)


# Marks -----------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline drawing, hidden from screen readers: words beside it say the same."""
    return format_html(
        '<svg class="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" '
        'focusable="false" fill="none" stroke="currentColor" stroke-width="2">'
        '<path d="{}"/></svg>',
        ICONS[name],
    )


@register.inclusion_tag("components/level_blocks.html")
def level_blocks(held: int = 0, asked: int | None = None, of: int = 4) -> dict[str, Any]:
    """Blocks for a level held (0 to 4), the line under them the level asked.

    With ``of=5`` they show a share of fit from 0 to 5.
    """
    return {"held": held, "asked": asked, "of": of}


@register.filter
def times(count: object) -> range:
    """``{% for _ in n|times %}``: as many turns as the number says, at most a hundred."""
    try:
        return range(max(0, min(int(count), 100)))  # type: ignore[call-overload]
    except (TypeError, ValueError):
        return range(0)


@register.filter
def amount(step: object) -> str:
    """The words for a share of fit in steps from 0 to 5."""
    try:
        return AMOUNT_NAMES[int(step)]  # type: ignore[call-overload]
    except (TypeError, ValueError, IndexError):
        return ""


# Pages -----------------------------------------------------------------------------------------


class Remembered(template.Node):
    """Renders its contents into a variable, so that one block can serve two places."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> str:
        text = " ".join(self.nodelist.render(context).split())
        # A quotation mark typed in a template would end the attribute this ends up in.
        context[self.name] = mark_safe(text.replace('"', "&quot;"))  # noqa: S308 (already escaped)
        return ""


@register.tag
def remember(parser: template.base.Parser, token: template.base.Token) -> Remembered:
    """``{% remember page_title %}...{% endremember %}``"""
    try:
        _, name = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("remember takes one name") from error
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return Remembered(nodelist, name)


@register.simple_tag(takes_context=True)
def canonical_url(context: template.Context) -> str:
    """The one address of this page, or nothing where no request is known or its host is bad."""
    request = context.get("request")
    if request is None:
        return ""
    base = getattr(settings, "PUBLIC_BASE_URL", "")
    if base:
        return base.rstrip("/") + request.path
    try:
        return request.build_absolute_uri(request.path)
    except SuspiciousOperation:
        return ""


@register.simple_tag
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Structured data for search engines: data, not a script, so the content policy lets it be."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, default=str)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped)


# Forms -----------------------------------------------------------------------------------------


@register.filter
def control(field: BoundField) -> str:
    """Which shape of field this is: ``line``, ``short``, ``tick``, ``choices``, ``several``..."""
    widget = field.field.widget
    if isinstance(widget, widgets.CheckboxInput):
        return "tick"
    if isinstance(widget, (widgets.RadioSelect, widgets.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, (widgets.MultiWidget, widgets.SelectDateWidget)):
        return "several"
    if widget.attrs.get("type") == "datetime-local":
        return "line"  # a day and a time side by side need the room
    if isinstance(widget, (widgets.NumberInput, widgets.DateTimeBaseInput)):
        return "short"
    if isinstance(widget, widgets.Input) and widget.input_type in {"date", "time", "tel"}:
        return "short"
    return "line"


@register.filter
def first_control(field: BoundField) -> str:
    """The id an error links to: for a group of choices that of its first."""
    if control(field) == "choices":
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def mistakes(form: Any) -> list[dict[str, str]]:
    """Every error of a form or a formset as ``{"text", "target"}``, in the order of its fields."""
    found: list[dict[str, str]] = []
    for part in _parts(form):
        found += [{"text": text, "target": ""} for text in part.non_field_errors()]
        for field in part:
            target = "" if field.is_hidden else first_control(field)
            found += [{"text": text, "target": target} for text in field.errors]
    if hasattr(form, "non_form_errors"):
        found += [{"text": text, "target": ""} for text in form.non_form_errors()]
    return found


def _parts(form: Any) -> Iterable[Any]:
    return form.forms if hasattr(form, "management_form") else [form]
