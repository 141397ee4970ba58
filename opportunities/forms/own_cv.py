"""The fields about one's CV in the form of an application: a file for the profile, and a tick."""

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from profiles.choices import Scan
from profiles.forms import CV_FORMATS, CvField
from profiles.models import Curriculum

from ..application_words import day

FILE, TICK = "cv_file", "shares_cv"
NONE_YET = (
    "You have none here yet. It becomes the CV of your profile, and nobody reads it "
    "unless you tick the box below."
)
TAKES_ITS_PLACE = (
    "A new one takes its place on your profile, also for those who may read it already."
)
CHOOSE_FIRST = "Choose your CV above, or take this tick away."


def kept(cv: Curriculum) -> str:
    """Which file is kept. What it was called is not: that often names its owner."""
    at = timezone.localtime(cv.handed_in)
    waits = (
        " It is being checked for viruses: until that is done nobody but you can fetch it."
        if cv.scan == Scan.WAITING
        else ""
    )
    size = filesizeformat(cv.size).replace("\xa0", " ")
    return f"{cv.extension.upper()}, {size}, handed in on {day(at.date())} at {at:%H:%M}.{waits}"


def fields(cv: Curriculum | None, *, shared: bool) -> dict[str, forms.Field]:
    """By their names, in the order of the page."""
    made: dict[str, Any] = {
        FILE: CvField(required=False),
        TICK: forms.BooleanField(
            label="Send my CV with it",
            required=False,
            initial=shared and cv is not None,
            help_text="It is opened to them with your name, and closed when this is over.",
        ),
    }
    say(made, cv)
    return made


def say(made: dict[str, Any], cv: Curriculum | None) -> None:
    """Beside the file: what is kept now, and what becomes of another."""
    made[FILE].label = "Add my CV" if cv is None else "Replace my CV"
    now = NONE_YET if cv is None else f"Yours is kept: {kept(cv)} {TAKES_ITS_PLACE}"
    made[FILE].help_text = f"{now} {CV_FORMATS}"
