"""The two tables of the public pages."""

import pytest

from mission.queries import priorities_by_strand, theory_table
from tests.factories.mission import NodeFactory, PriorityFactory, StrandFactory

pytestmark = pytest.mark.django_db


def test_theory_table_has_every_row_and_column(django_assert_num_queries):
    with django_assert_num_queries(2):
        lines = theory_table()

    assert [line.row.slug for line in lines] == [
        "regional-footprint",
        "skills-shortage",
        "technical-excellence",
    ]
    assert [[cell.column for cell in line.cells] for line in lines] == [
        ["challenge", "input", "output", "outcome"]
    ] * 3
    assert [cell.nodes[0].slug for cell in lines[1].cells] == [
        "skills-in-demand",
        "sectors-together",
        "local-pathways",
        "best-place-for-a-career",
    ]


def test_theory_table_shows_empty_cells_and_full_ones():
    first = NodeFactory()
    second = NodeFactory(row=first.row)

    line = theory_table()[-1]

    assert [cell.nodes for cell in line.cells] == [(first, second), (), (), ()]
    assert [cell.heading for cell in line.cells] == [
        "The challenge",
        "What we put in",
        "What comes of it",
        "What changes",
    ]


@pytest.mark.parametrize("more", [0, 3])
def test_priorities_by_strand_ticks_what_is_served(django_assert_num_queries, more):
    strand = StrandFactory()
    for _ in range(more):
        PriorityFactory(strands=[strand])

    with django_assert_num_queries(3):
        strands, lines = priorities_by_strand()

    assert strands[-1] == strand
    assert [on for _, on in lines[0].ticks] == [True, False, True, False]
    assert [[on for _, on in line.ticks] for line in lines[3:]] == [
        [False, False, False, True]
    ] * more
