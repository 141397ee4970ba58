"""Rings and maps as drawings, worked out on the server in whole numbers. No Django; words come from outside.

A ring's organisations are boxes on an oval and its gifts lie on the arrows between; a chain runs down the
page. On a map the organisations stand in a circle and each link is a curve from giver to taker.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

BOX = (160, 66)
GIFT = (140, 50)
LONGEST_LINE = 19


@dataclass(frozen=True)
class Box:
    """A rectangle with lines of text, each with its middle and its base line."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    lines: list[tuple[int, str]]
    look: str = ""


@dataclass(frozen=True)
class Drawing:
    """What a template draws: its size, boxes, gifts and arrows as paths."""

    width: int
    height: int
    boxes: list[Box]
    gifts: list[Box]
    arrows: list[str]
    heads: list[str]
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    top: int = 0


def wrapped(text: str, *, longest: int = LONGEST_LINE, most: int = 2) -> list[str]:
    """A text on at most ``most`` lines, cut with an ellipsis where it is longer still."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return [line if len(line) <= longest + 1 else f"{line[:longest]}…" for line in lines]


def _box(cx: float, cy: float, size: tuple[int, int], text: list[str], look: str = "") -> Box:
    width, height = size
    first = cy - 10 * (len(text) - 1) + 5
    lines = [(round(first + 20 * place), line) for place, line in enumerate(text)]
    return Box(round(cx - width / 2), round(cy - height / 2), width, height, round(cx), lines, look)


def ring(
    parties: Sequence[str], gifts: Sequence[tuple[str, str]], *, mine: Sequence[int] = ()
) -> Drawing:
    """A ring of two to four: ``gifts[i]`` goes from party i to the next. ``mine`` are marked as you."""
    many = len(parties)
    wide, rx, ry, cy = {
        2: (460, 148, 126, 170),
        3: (460, 142, 157, 206),
        4: (620, 220, 164, 206),
    }.get(many, (620, 220, 164, 206))
    cx = wide / 2
    height = round(cy + ry + 50) if many != 3 else 392

    def at(angle: float) -> tuple[float, float]:
        return cx + rx * math.cos(angle), cy + ry * math.sin(angle)

    turns = [-math.pi / 2 + 2 * math.pi * place / many for place in range(many)]
    boxes = []
    for place, (turn, name) in enumerate(zip(turns, parties, strict=True)):
        you = place in mine
        text = [*wrapped(name, most=1 if you else 2), *(["You"] if you else [])]
        boxes.append(_box(*at(turn), BOX, text, "you" if you else ""))
    labels, arrows, heads = [], [], []
    for place, (what, much) in enumerate(gifts):
        start = turns[place]
        step = 2 * math.pi / many
        label = _box(*at(start + step / 2), GIFT, [*wrapped(what, most=1), much])
        labels.append(label)
        line, head = _curve(at, start, step, boxes[place], boxes[(place + 1) % many], (rx, ry))
        arrows.append(line)
        heads.append(head)
    return Drawing(wide, height, boxes, labels, arrows, heads, top=8 if many == 3 else 0)


def _inside(box: Box, point: tuple[float, float], air: int) -> bool:
    x, y = point
    return (
        box.x - air <= x <= box.x + box.width + air and box.y - air <= y <= box.y + box.height + air
    )


def _curve(
    at: Callable[[float], tuple[float, float]],
    start: float,
    step: float,
    one: Box,
    other: Box,
    radii: tuple[int, int],
) -> tuple[str, str]:
    """The part of the oval between two boxes, and the head of its arrow."""
    steps = [start + step * place / 200 for place in range(201)]
    free = [
        turn for turn in steps if not _inside(one, at(turn), 4) and not _inside(other, at(turn), 9)
    ]
    if not free:
        return "", ""
    (x1, y1), (x2, y2) = at(free[0]), at(free[-1])
    before = at(free[-1] - 0.06)
    line = f"M{x1:.0f} {y1:.0f}A{radii[0]} {radii[1]} 0 0 1 {x2:.0f} {y2:.0f}"
    return line, _head(before, (x2, y2))


def _head(before: tuple[float, float], tip: tuple[float, float], size: float = 10) -> str:
    """A filled triangle that ends just beyond ``tip``."""
    angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
    x, y = tip[0] + 6 * math.cos(angle), tip[1] + 6 * math.sin(angle)
    points = [
        (x - size * 1.4 * math.cos(angle + side), y - size * 1.4 * math.sin(angle + side))
        for side in (0.45, -0.45)
    ]
    corners = "L".join(f"{px:.0f} {py:.0f}" for px, py in [(x, y), *points])
    return f"M{corners}z"


def chain(
    parties: Sequence[str], gifts: Sequence[tuple[str, str]], *, mine: Sequence[int] = ()
) -> Drawing:
    """A chain from top to bottom: the gift that starts it first."""
    gap, wide = 148, 460
    boxes, labels, arrows, heads = [], [], [], []
    for place, name in enumerate(parties):
        you = place in mine
        text = [*wrapped(name, most=1 if you else 2), *(["You"] if you else [])]
        boxes.append(_box(wide / 2, 40 + gap * place, BOX, text, "you" if you else ""))
    for place, (what, much) in enumerate(gifts):
        top = boxes[place].y + boxes[place].height + 4
        end = boxes[place + 1].y - 9
        arrows.append(f"M230 {top}L230 {end}")
        heads.append(_head((230, top), (230, end)))
        labels.append(_box(230, (top + end) / 2 - 2, GIFT, [*wrapped(what, most=1), much]))
    return Drawing(wide, 80 + gap * (len(parties) - 1), boxes, labels, arrows, heads)


@dataclass(frozen=True)
class Place:
    """An organisation, or a kind of them, on a map: its block, its name and where that is set."""

    x: int
    y: int
    text_x: int
    text_y: int
    anchor: str
    lines: list[tuple[int, str]]
    state: str


@dataclass(frozen=True)
class Map:
    """What a template draws of who could give to whom."""

    width: int
    height: int
    places: list[Place]
    links: list[tuple[str, str, int]]


def circle_map(
    names: Sequence[tuple[str, str]],
    links: Sequence[tuple[int, int, int]],
    *,
    longest: int = 24,
) -> Map:
    """Names with a state ("done": gives and gets, "half": one of both, "none": a hole) in a circle.

    ``links`` are (giver, taker, weight from 1 to 3) by the places of ``names``.
    """
    wide, tall, radius = 860, 620, 220
    cx, cy = wide / 2, tall / 2
    many = max(1, len(names))
    turns = [-math.pi / 2 + 2 * math.pi * place / many for place in range(len(names))]
    points = [(cx + radius * math.cos(turn), cy + radius * math.sin(turn)) for turn in turns]
    places = []
    for (name, state), turn, (x, y) in zip(names, turns, points, strict=True):
        side = math.cos(turn)
        anchor = "middle" if abs(side) < 0.25 else "start" if side > 0 else "end"
        text_x = x + (0 if anchor == "middle" else 16 if side > 0 else -16)
        lines = wrapped(name, longest=longest)
        below = math.sin(turn) > 0
        base = y + 5 - 9 * (len(lines) - 1)
        if anchor == "middle":
            base = y + 30 if below else y - 16 - 18 * (len(lines) - 1)
        places.append(
            Place(
                round(x), round(y), round(text_x), round(base), anchor,
                [(round(base + 18 * place), line) for place, line in enumerate(lines)], state,
            )
        )  # fmt: skip
    drawn = []
    for giver, taker, weight in links:
        line, head = (
            _loop(points[giver], turns[giver])
            if giver == taker
            else _bent(points[giver], points[taker], (cx, cy))
        )
        drawn.append((line, head, weight))
    return Map(wide, tall, places, drawn)


def _bent(one: tuple[float, float], other: tuple[float, float], centre) -> tuple[str, str]:
    """A curve drawn towards the middle, a little to one side so that both ways can be told apart."""
    mx, my = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = math.hypot(dx, dy) or 1
    bx = mx + (centre[0] - mx) * 0.35 - dy / length * 22
    by = my + (centre[1] - my) * 0.35 + dx / length * 22
    start = _towards(one, (bx, by), 12)
    end = _towards(other, (bx, by), 16)
    line = f"M{start[0]:.0f} {start[1]:.0f}Q{bx:.0f} {by:.0f} {end[0]:.0f} {end[1]:.0f}"
    return line, _head((bx, by), end, size=7)


def _towards(point, aim, by: float) -> tuple[float, float]:
    dx, dy = aim[0] - point[0], aim[1] - point[1]
    length = math.hypot(dx, dy) or 1
    return point[0] + dx / length * by, point[1] + dy / length * by


def _loop(point: tuple[float, float], turn: float) -> tuple[str, str]:
    """A link to itself, drawn inside the circle."""
    inward = turn + math.pi
    ends = [
        (point[0] + 14 * math.cos(inward + side), point[1] + 14 * math.sin(inward + side))
        for side in (0.9, -0.9)
    ]
    far = [
        (point[0] + 80 * math.cos(inward + side), point[1] + 80 * math.sin(inward + side))
        for side in (0.6, -0.6)
    ]
    line = (
        f"M{ends[0][0]:.0f} {ends[0][1]:.0f}C{far[0][0]:.0f} {far[0][1]:.0f} "
        f"{far[1][0]:.0f} {far[1][1]:.0f} {ends[1][0]:.0f} {ends[1][1]:.0f}"
    )
    return line, _head(far[1], ends[1], size=7)
