"""Samples of the home page and of the theory of change."""

from typing import Any

from common.styleguide_samples.lists import Sample


def _tile(css: str, name: str, count: int, step: int, **more: Any) -> Sample:
    return {"css": css, "name": name, "count": count, "step": step, "url": f"#area-{css}", **more}


TILES = [
    _tile("wv", "Wolverhampton", 4, 2, here=True),
    _tile("wl", "Walsall", 2, 1),
    _tile("du", "Dudley", 0, 0),
    _tile("sa", "Sandwell", 3, 2, selected=True),
    _tile("bi", "Birmingham", 9, 3),
    _tile("so", "Solihull", 1, 1),
    _tile("co", "Coventry", 6, 3),
    _tile("sh", "Shropshire", 0, 0),
    _tile("sk", "Stoke-on-Trent", 1, 0),
    _tile("sf", "Staffordshire", 2, 0),
    _tile("te", "Telford and Wrekin", 0, 0),
    _tile("he", "Herefordshire", 0, 0),
    _tile("wo", "Worcestershire", 1, 0),
    _tile("wk", "Warwickshire", 2, 0),
]

COLUMNS = ["The challenge", "What we put in", "What comes of it", "What changes"]


def _node(key: str, column: int, text: str, **more: Any) -> Sample:
    return {"id": key, "label": COLUMNS[column], "text": text, **more}


THEORY = [
    {
        "title": "Skills shortage",
        "nodes": [
            _node(
                "n10",
                0,
                "Analysts and engineers are in demand. Small firms cannot match the pay.",
                seen=[{"number": 7, "text": "posts open for 90 days or more", "url": "#n10"}],
            ),
            _node(
                "n11",
                1,
                "Bring the sectors together to find and make placements, training and joint work.",
                seen=[{"number": 18, "text": "placements posted", "url": "#n11"}],
            ),
            _node(
                "n12",
                2,
                "Local ways into data work: jobs and funded placements.",
                seen=[
                    {"number": 12, "text": "people placed", "url": "#n12"},
                    {"number": 11, "text": "of them paid", "url": "#n12"},
                ],
            ),
            _node(
                "n13",
                3,
                "The best place to build a career in data without leaving home.",
                evidence="thin",
                seen=[{"number": "Under 5", "text": "stayed with their host", "url": "#n13"}],
                note="Too few to publish a number.",
            ),
        ],
    },
    {
        "title": "Regional footprint",
        "nodes": [
            _node("n00", 0, "Few people elsewhere know what is done here."),
            _node("n01", 1, "Meet often, at a different partner’s place each time."),
            _node("n02", 2, "Members show what worked and what did not, on neutral ground."),
            _node(
                "n03",
                3,
                "A thriving open data community, known at home and abroad.",
                evidence="none",
                note="No evidence yet. We have asked nobody outside the region.",
                link={"title": "Suggest who to ask", "url": "#n03"},
            ),
        ],
    },
]


def _box(key: str, label: str, state: str, x: int, y: int, lines: list[str]) -> Sample:
    """A box of a drawing as the template reads it."""
    return {
        "node": {"get_absolute_url": f"#{key}"},
        "label": label,
        "state": state,
        "x": x,
        "y": y,
        "width": 292,
        "height": 34 + 20 * len(lines) + 12,
        "text_x": x + 12,
        "label_y": y + 24,
        "lines": [(y + 49 + 20 * number, line) for number, line in enumerate(lines)],
    }


def _drawing(look: str, width: int, second: tuple[int, int], arrow: Sample) -> Sample:
    """Two steps and the arrow between them."""
    return {
        "look": look,
        "outer_width": width,
        "outer_height": second[1] + 100,
        "titles": [{"text": "Skills shortage", "lines": [(16, "Skills shortage")]}],
        "boxes": [
            _box("n10", COLUMNS[0], "", 36, 34, ["Data skills are in demand"]),
            _box("n11", COLUMNS[1], "none", *second, ["Bring the sectors together"]),
        ],
        "arrows": [arrow],
    }


DRAWINGS = [
    _drawing("tall", 330, (36, 126), {"line": "M182 100V124", "head": "M177 119L182 124L187 119"}),
    _drawing("wide", 722, (388, 34), {"line": "M328 67H386", "head": "M381 62L386 67L381 72"}),
]

SAMPLES: dict[str, list[Sample]] = {
    "tile_map": [
        {
            "tiles": TILES,
            "title": "Open opportunities by area",
            "note": "31 open opportunities by area, today.",
            "here_note": "Our next meeting is here",
            "unit": "open",
        }
    ],
    "doors": [
        {
            "doors": [
                {
                    "have": "Data could solve a problem we have",
                    "act": "Post a challenge",
                    "url": "#challenge",
                },
                {
                    "have": "I want to use my skills and grow them",
                    "act": "Find a placement",
                    "url": "#placement",
                },
                {
                    "have": "We have time or knowledge to give",
                    "act": "Offer expertise",
                    "url": "#offer",
                },
            ]
        }
    ],
    "strand": [
        {
            "title": "Share good practice and skills",
            "text": "Lend expertise to those who cannot buy it.",
            "number": "1,140",
            "line": "hours of expertise given, and 906 hours received in return",
        }
    ],
    "quote": [
        {
            "text": "Two students showed us that four stops in ten had no dropped kerb. "
            "The council moved fourteen of them by the spring.",
            "who": "Perpetua Lowe, Icknield Residents’ Circle, Birmingham",
        }
    ],
    "theory_mini": [
        {"rows": THEORY, "caption": "Six of eight steps have evidence, one a little, one none."}
    ],
    "theory_diagram": [
        {
            "drawings": DRAWINGS,
            "arrows": ["Data skills are in demand leads to Bring the sectors together."],
            "caption": "One of two steps has evidence.",
        }
    ],
    "theory_table": [{"label": "Two problems in four steps", "columns": COLUMNS, "rows": THEORY}],
}
