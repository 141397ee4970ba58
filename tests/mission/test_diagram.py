"""The drawing of the theory of change: every step and arrow is in it, nothing overlaps or spills."""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from mission.diagram import TALL_WIDTH, arrows_in_words, drawings
from mission.models import Node, NodeLink, TheoryRow
from mission.queries import arrows, theory_table
from tests.factories.mission import NodeFactory, TheoryRowFactory

pytestmark = pytest.mark.django_db


def drawn():
    return drawings(theory_table(), arrows(), {})


def test_both_drawings_hold_every_step_and_arrow():
    tall, wide = drawn()

    for one in (tall, wide):
        assert {box.node for box in one.boxes} == set(Node.objects.all())
        assert len(one.arrows) == NodeLink.objects.count()
        assert [title.text for title in one.titles] == [
            row.title for row in TheoryRow.objects.all()
        ]


def test_boxes_stand_inside_and_none_upon_another():
    row = TheoryRow.objects.first()
    NodeFactory(row=row, column="input", title="Word " * 30, slug="long")
    NodeFactory(row=row, column="input", title="x" * 160, slug="longer")
    TheoryRowFactory(title="Empty " * 20)

    for one in drawn():
        for box in one.boxes:
            assert box.x >= 0
            assert box.x + box.width <= one.width
            assert box.y >= 0
            assert box.y + box.height <= one.height
            assert all(box.y < y < box.y + box.height for y, _ in box.lines)
            assert max(len(line) for _, line in box.lines) <= 31
        for a, b in itertools.combinations(one.boxes, 2):
            apart = (
                a.x + a.width <= b.x
                or b.x + b.width <= a.x
                or a.y + a.height <= b.y
                or b.y + b.height <= a.y
            )
            assert apart, (a.node, b.node)
    assert drawn()[0].width == TALL_WIDTH <= 360 - 2 * 16


def test_an_arrow_past_the_next_step_goes_round_it():
    start, end = Node.objects.get(slug="skills-in-demand"), Node.objects.get(slug="local-pathways")
    NodeLink.objects.create(source=start, target=end)

    tall = drawn()[0]

    assert sum("H" in arrow.line for arrow in tall.arrows) == 1


def test_arrows_stand_in_words_in_reading_order():
    said = arrows_in_words(theory_table(), arrows())

    first, second = theory_table()[0].cells[0].nodes[0], theory_table()[0].cells[1].nodes[0]
    assert len(said) == 9
    assert said[0] == f"{first.title} leads to {second.title}."


def test_nothing_to_draw_is_drawn():
    NodeLink.objects.all().delete()
    Node.objects.all().delete()

    assert [len(one.boxes) for one in drawn()] == [0, 0]
    assert all(one.height > 0 for one in drawn())


def test_the_page_holds_both_with_names_links_and_no_style(client, site):
    Node.objects.filter(slug="local-pathways").update(title="<script>alert(1)</script> & more")

    html = client.get("/theory-of-change/").content.decode()

    pictures = re.findall(r'<svg class="(?:tall|wide)".*?</svg>', html, re.DOTALL)
    assert len(pictures) == 2
    for picture in pictures:
        tree = ET.fromstring(picture)
        assert tree.find("title").text
        assert tree.find("desc").text
        assert {link.get("href") for link in tree.iter("a")} == {
            node.get_absolute_url() for node in Node.objects.all()
        }
        assert "style=" not in picture
        assert "<script" not in picture
    assert len(re.findall(r'id="map-', html)) == len(set(re.findall(r'id="(map-[^"]*)"', html)))
    assert "The arrows in words" in html
