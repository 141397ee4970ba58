"""The living style guide: every component with sample data, on one page.

A component without a sample fails a test, so the guide cannot fall behind. The people and
organisations in the samples are invented. What a component takes stands in its first line.
"""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from common.policies import public
from common.styleguide_samples import GROUPS, SAMPLES, SHOWN_BY_PAGE, SWATCHES, WRAPPERS

COMPONENTS = Path("components")


class SampleForm(forms.Form):
    """One field of every shape, with mistakes in some of them."""

    title = forms.CharField(label="Title", help_text="Say the question, not the method.")
    text = forms.CharField(
        label="What is the problem?",
        help_text="A few sentences are plenty.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say in a sentence or two what the problem is"},
    )
    email = forms.EmailField(
        label="E-mail address",
        error_messages={"invalid": "Give an e-mail address with an @ in it"},
    )
    area = forms.ChoiceField(
        label="Area", choices=[("co", "Coventry"), ("wl", "Walsall")], required=False
    )
    pattern = forms.ChoiceField(
        label="Where can it be done?",
        help_text="Remote work reaches more people.",
        choices=[("on_site", "On site"), ("hybrid", "Hybrid"), ("remote", "Remote")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say where it can be done"},
    )
    gives = forms.MultipleChoiceField(
        label="What can you give in return?",
        choices=[("story", "A story we may tell"), ("venue", "A room"), ("data", "Data")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    closes = forms.DateField(
        label="Closing date",
        help_text="Six weeks are usual.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    days = forms.IntegerField(label="Days of work", min_value=1, required=False)
    plan = forms.FileField(label="A plan", required=False)
    agree = forms.BooleanField(
        label="Share my answers with Sowe Valley Pantry, for this challenge only",
        error_messages={"required": "Tick the box so that the pantry can see your answers"},
    )


@public("the style guide holds sample data only")
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, the colours and the type, in the look they have today."""
    groups = [
        {"title": title, "specimens": [_specimen(name) for name in names]}
        for title, names in GROUPS.items()
    ]
    return render(request, "styleguide.html", {"groups": groups, "swatches": SWATCHES})


def _specimen(name: str) -> dict[str, Any]:
    """One component: its name, what it takes, and each sample drawn."""
    before, after = WRAPPERS.get(name, ("", ""))
    drawn = [
        before + render_to_string(f"components/{name}.html", sample) + after
        for sample in _samples(name)
    ]
    return {
        "name": name,
        "inputs": inputs_of(name),
        "drawn": [_safe(html) for html in drawn],
        "on_page": name in SHOWN_BY_PAGE,
    }


@cache
def inputs_of(name: str) -> str:
    """What the component's first line says it takes."""
    path = settings.BASE_DIR / "templates" / COMPONENTS / f"{name}.html"
    return path.read_text(encoding="utf-8").split("#}", 1)[0].removeprefix("{#").strip()


def _samples(name: str) -> list[dict[str, Any]]:
    """The samples of a component; those that need objects are made here."""
    sent = SampleForm({"title": "Where do our referrals come from?", "email": "ana.whitlock"})
    made: dict[str, list[dict[str, Any]]] = {
        "field": [{"field": field} for field in SampleForm(auto_id="one_%s")],
        "form": [
            {"form": sent, "submit": "Send for approval", "save_name": "save", "summary": "no"}
        ],
        "error_summary": [{"form": sent}],
        "pagination": [{"page": Paginator(range(16), 6).page(2), "query": "area=co"}],
        "messages": [
            {
                "messages": [
                    Message(constants.SUCCESS, "Your challenge was sent. A custodian reads it."),
                    Message(constants.ERROR, "That place was taken while you were reading."),
                ]
            }
        ],
        "date_big": [
            {
                "date": dt.date(2026, 12, 9),
                "times": "10:00 to 13:00, lunch after",
                "place": "The Lock Works, Wolverhampton, and online",
            }
        ],
    }
    return made.get(name) or SAMPLES.get(name, [])


def _safe(html: str) -> SafeString:
    """Our own templates over our own samples, already escaped by them."""
    return mark_safe(html)  # noqa: S308
