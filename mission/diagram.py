"""The theory of change drawn: where each box and arrow stands. Numbers only, no words of HTML.

Two drawings of the same steps: *wide* with the four columns side by side, and *tall* with one step
under the other for a phone, its arrows in a gutter on the left.
"""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .choices import COLUMN_HEADINGS
from .models import Node
from .queries import Line

LINE, PAD, LABEL = 20, 12, 22
HEAD = 5

WIDE_WIDTH, WIDE_BOX, WIDE_GAP, WIDE_LETTERS = 1120, 244, 48, 27
TALL_WIDTH, TALL_GUTTER, TALL_GAP, TALL_LETTERS = 328, 36, 26, 31
LANES = 4


@dataclass(frozen=True)
class Box:
    """A step: a rectangle with lines of text, each with its own height on the page."""

    node: Node
    label: str
    state: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[int, str], ...]

    @property
    def text_x(self) -> int:
        return self.x + PAD

    @property
    def label_y(self) -> int:
        return self.y + PAD + 12

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Arrow:
    """From one step to another: the path of its line, and of its head."""

    line: str
    head: str


@dataclass(frozen=True)
class Title:
    """The name of a row, where it begins."""

    text: str
    y: int
    lines: tuple[tuple[int, str], ...]


@dataclass
class Drawing:
    """One of the two drawings."""

    look: str
    width: int
    height: int = 0
    titles: list[Title] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)

    @property
    def outer_width(self) -> int:
        """With half a line on either side."""
        return self.width + 2

    @property
    def outer_height(self) -> int:
        return self.height + 2


def drawings(
    lines: Iterable[Line], links: Iterable[tuple[int, int]], states: Mapping[int, str]
) -> list[Drawing]:
    """Both drawings of the table. ``links`` are pairs of keys; ``states`` says none, thin or some."""
    table, pairs = list(lines), list(links)
    return [_tall(table, pairs, states), _wide(table, pairs, states)]


def arrows_in_words(lines: Iterable[Line], links: Iterable[tuple[int, int]]) -> list[str]:
    """Each arrow as a sentence, in reading order."""
    nodes = {
        node.pk: (place, node)
        for place, node in enumerate(
            node for line in lines for cell in line.cells for node in cell.nodes
        )
    }
    pairs = [pair for pair in links if pair[0] in nodes and pair[1] in nodes]
    pairs.sort(key=lambda pair: (nodes[pair[0]][0], nodes[pair[1]][0]))
    return [f"{nodes[start][1].title} leads to {nodes[end][1].title}." for start, end in pairs]


def wrapped(text: str, letters: int) -> list[str]:
    """A title in lines that fit a box, whatever somebody wrote."""
    return textwrap.wrap(text, letters) or [""]


def _wide(table: list[Line], pairs: list[tuple[int, int]], states: Mapping[int, str]) -> Drawing:
    drawn = Drawing("wide", WIDE_WIDTH)
    placed: dict[int, Box] = {}
    y = 0
    for line in table:
        drawn.titles.append(Title(line.row.title, y, ((y + 16, line.row.title),)))
        y += 34
        deepest = y
        for number, cell in enumerate(line.cells):
            x, below = number * (WIDE_BOX + WIDE_GAP), y
            for node in cell.nodes:
                box = _box(node, states, x, below, WIDE_BOX, WIDE_LETTERS)
                placed[node.pk] = box
                below += box.height + PAD
            deepest = max(deepest, below)
        y = deepest + 24
    drawn.height = max(1, y - 24)
    drawn.boxes = list(placed.values())
    for start, end in pairs:
        if start in placed and end in placed:
            drawn.arrows.append(_across(placed[start], placed[end]))
    return drawn


def _tall(table: list[Line], pairs: list[tuple[int, int]], states: Mapping[int, str]) -> Drawing:
    drawn = Drawing("tall", TALL_WIDTH)
    placed: dict[int, Box] = {}
    after: dict[int, int] = {}
    y = 0
    for line in table:
        lines = wrapped(line.row.title, TALL_LETTERS)
        drawn.titles.append(
            Title(line.row.title, y, tuple((y + 16 + LINE * n, one) for n, one in enumerate(lines)))
        )
        y += 14 + LINE * len(lines)
        last = 0
        for node in (node for cell in line.cells for node in cell.nodes):
            box = _box(node, states, TALL_GUTTER, y, TALL_WIDTH - TALL_GUTTER, TALL_LETTERS)
            placed[node.pk] = box
            if last:
                after[last] = node.pk
            last = node.pk
            y += box.height + TALL_GAP
        y += 14
    drawn.height = max(1, y - TALL_GAP - 14) if placed else max(1, y)
    drawn.boxes = list(placed.values())
    lane = 0
    for start, end in pairs:
        if start not in placed or end not in placed:
            continue
        if after.get(start) == end:
            drawn.arrows.append(_down(placed[start], placed[end]))
        else:
            drawn.arrows.append(_round(placed[start], placed[end], lane % LANES))
            lane += 1
    return drawn


def _box(node: Node, states: Mapping[int, str], x: int, y: int, width: int, letters: int) -> Box:
    lines = wrapped(node.title, letters)
    first = y + PAD + LABEL + 15
    return Box(
        node=node,
        label=COLUMN_HEADINGS[node.column],
        state=states.get(node.pk, "none"),
        x=x,
        y=y,
        width=width,
        height=PAD + LABEL + LINE * len(lines) + PAD,
        lines=tuple((first + LINE * number, line) for number, line in enumerate(lines)),
    )


def _across(start: Box, end: Box) -> Arrow:
    """From the right side of one to the left side of the other."""
    x, y, to_x, to_y = start.x + start.width, start.middle, end.x - 2, end.middle
    bend = (x + to_x) // 2
    line = f"M{x} {y}C{bend} {y} {bend} {to_y} {to_x} {to_y}"
    return Arrow(line, f"M{to_x - HEAD} {to_y - HEAD}L{to_x} {to_y}L{to_x - HEAD} {to_y + HEAD}")


def _down(start: Box, end: Box) -> Arrow:
    """To the next box, straight."""
    x, y, to_y = start.x + start.width // 2, start.y + start.height, end.y - 2
    return Arrow(
        f"M{x} {y}V{to_y}", f"M{x - HEAD} {to_y - HEAD}L{x} {to_y}L{x + HEAD} {to_y - HEAD}"
    )


def _round(start: Box, end: Box, lane: int) -> Arrow:
    """To a box further away, through the gutter."""
    gutter = TALL_GUTTER - 10 - lane * 7
    y, x, to_y = start.middle, start.x, end.middle
    to_x = end.x - 2
    head = f"M{to_x - HEAD} {to_y - HEAD}L{to_x} {to_y}L{to_x - HEAD} {to_y + HEAD}"
    return Arrow(f"M{x} {y}H{gutter}V{to_y}H{to_x}", head)
