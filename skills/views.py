"""The vocabulary's pages: browse, one skill, completions."""

from itertools import groupby
from string import ascii_uppercase
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.pages import paginate
from common.policies import public
from common.text import one_line
from skills import queries
from skills.choices import LEVEL_WORDS, Kind, Level, Status
from skills.models import Skill

PER_PAGE = 60
LETTERS = (*ascii_uppercase, "0-9")


@public("The vocabulary is open: everyone uses the same words.")
def skill_list(request: HttpRequest) -> HttpResponse:
    """Browse by letter, kind and search; the address holds the whole state."""
    text = one_line(request.GET.get("q", ""))[:200]
    letter = request.GET.get("letter", "").upper()
    letter = letter if letter in LETTERS else ""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    counts = queries.count_kinds(queries.browse(text=text, letter=letter))
    page = paginate(request, queries.browse(text=text, kind=kind, letter=letter), PER_PAGE)

    def address(**changes: str) -> str:
        state = {"q": text, "kind": kind, "letter": letter} | changes
        given = {name: value for name, value in state.items() if value}
        return f"{reverse('skills:list')}{'?' + urlencode(given) if given else ''}"

    context = {
        "page_obj": page,
        "groups": [
            {"letter": first, "skills": list(skills)}
            for first, skills in groupby(page.object_list, key=_first_letter)
        ],
        "text": text,
        "kind": kind,
        "letter": letter,
        "letters": [
            {"title": one, "url": address(letter=one), "here": one == letter} for one in LETTERS
        ],
        "kinds": [
            {"label": label, "count": count, "here": value == kind, "url": address(kind=value)}
            for value, label, count in (
                ("", "All", sum(counts.values())),
                *((value, label, counts.get(value, 0)) for value, label in Kind.choices),
            )
        ],
        "total": sum(counts.values()),
        "chips": [
            {"title": title, "url": address(**{name: ""})}
            for name, value, title in (
                ("q", text, f"“{text}”"),
                ("kind", kind, kind and Kind(kind).label),
                ("letter", letter, letter),
            )
            if value
        ],
        "clear_url": reverse("skills:list"),
        "query": urlencode(
            {n: v for n, v in (("q", text), ("kind", kind), ("letter", letter)) if v}
        ),
        "crumbs": [{"title": "Home", "url": "/"}, {"title": "Skills", "url": ""}],
    }
    return render(request, "skills/skill_list.html", context)


@public("The vocabulary is open: everyone uses the same words.")
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One skill. A merged one leads on to the skill it became; a retired one says so."""
    skill = get_object_or_404(Skill.objects.select_related("merged_into"), slug=slug)
    if skill.status == Status.MERGED and skill.merged_into:
        return redirect(skill.merged_into, permanent=True)
    official = queries.framework_levels(skill)
    context = {
        "skill": skill,
        "aliases": list(skill.aliases.all()),
        "around": queries.neighbours(skill),
        "levels": [
            {
                "value": level.value,
                "label": level.label,
                "words": LEVEL_WORDS[level],
                "official": _lines(official.get(level.name.lower(), "")),
            }
            for level in Level
        ],
        "has_official": bool(official),
        "merged_from": list(skill.merged_from.by_name()),
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": "Skills", "url": reverse("skills:list")},
            {"title": skill.name, "url": ""},
        ],
    }
    return render(request, "skills/skill_detail.html", context)


@public("Completing a word while somebody types tells nothing about anybody.")
def autocomplete(request: HttpRequest) -> HttpResponse:
    """Skills that complete what was typed: a fragment for htmx, a whole page without it."""
    text = one_line(request.GET.get("q", ""))[:200]
    context = {
        "text": text,
        "skills": queries.autocomplete(text),
        "crumbs": [
            {"title": "Skills", "url": reverse("skills:list")},
            {"title": "Find a skill", "url": ""},
        ],
    }
    fragment = request.headers.get("HX-Request") == "true"
    template = "skills/skill_options.html" if fragment else "skills/skill_autocomplete.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


def _first_letter(skill: Skill) -> str:
    first = skill.name[:1].upper()
    return first if first in ascii_uppercase else "0-9"


def _lines(text: str) -> list[str]:
    """The framework's “You can:” lists as lines without their dashes."""
    lines = [line.strip().removeprefix("-").strip() for line in text.splitlines()]
    return [line for line in lines if line and line.lower() != "you can:"]
