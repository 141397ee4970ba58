"""What an opportunity serves stands on its own page."""

import html
import re

import pytest

from mission.models import Node, Priority, Strand
from tests.factories.opportunities import ChallengeFactory

pytestmark = pytest.mark.django_db


def test_page_leads_to_what_it_serves(client, django_assert_max_num_queries):
    strand, priority, node = (model.objects.first() for model in (Strand, Priority, Node))
    challenge = ChallengeFactory(live=True)
    assert "What it serves" not in client.get(challenge.get_absolute_url()).content.decode()

    challenge.strands, challenge.priorities, challenge.nodes = [strand], [priority], [node]
    challenge.save()
    with django_assert_max_num_queries(15):
        page = client.get(challenge.get_absolute_url())

    assert found_links(page.content.decode()) == [
        ("/mission/", strand.short),
        ("/vision/", priority.short),
        (node.get_absolute_url(), node.title),
    ]


def found_links(page: str) -> list[tuple[str, str]]:
    part = page.partition(">What it serves<")[2].partition("</section>")[0]
    return [
        (url, html.unescape(words)) for url, words in re.findall(r'href="(.*?)">(.*?)</a>', part)
    ]
