"""A story, a case of good practice and two pieces of news of the demo region, under the Forum's own lists."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms.models import NewsIndex, NewsPage, StoryIndex, StoryPage
from mission.models import Strand
from opportunities.models import Opportunity

from .seed import Region

STORIES: tuple[dict[str, Any], ...] = (
    {
        "days_ago": 12,
        "slug": "nine-stops-that-were-not-there",
        "title": "Nine stops that were not there",
        "kind": "story",
        "intro": "A student walked forty bus stops with a clipboard, and the timetable changed.",
        "body": "<p>Tamebridge Council had a list of bus stops and a suspicion. Buses came; passengers "
        "stood elsewhere. Nobody had walked the list since it was typed.</p>",
        "method": "<ol><li>One form for each stop: where it is, where the list says it is, seat, "
        "kerb, light.</li><li>Forty stops on foot in three afternoons.</li><li>Both places on one "
        "map, and a line between them.</li></ol>",
        "outcome": "<p>Nine stops were more than thirty metres from where the list put them. Seven "
        "are corrected. Two wait for a kerb. The form is part of the council’s yearly check.</p>",
        "reuse": "<p>The form and the map’s style are free to take. You need a list of your own "
        "stops, and somebody who knows which bus they would catch.</p>",
        "data_link": "https://data.tamebridge-council.example/stops",
        "strands": ["championing"],
        "nodes": 2,
        "work": "Make the bus stop audit usable",
    },
    {
        "days_ago": 30,
        "slug": "counting-parcels-without-counting-people",
        "title": "Counting parcels without counting people",
        "kind": "practice",
        "intro": "How a food bank shares its numbers and nobody in the queue can be recognised.",
        "body": "<p>Sowe Valley Pantry was asked for figures by three funders, each in another shape. "
        "The volunteers wanted to answer once, and to give away nothing about anybody.</p>",
        "method": "<ul><li>Count parcels, not people, by week and by half of the city.</li><li>Leave "
        "out every cell under five, and say that it was left out.</li><li>One table, one note on "
        "how it was made, one place to get it.</li></ul>",
        "outcome": "<p>One table now answers all three funders. A fourth asked for names and was told "
        "why not.</p>",
        "reuse": "<p>Take the note as it stands and put your own place names in. The rule about "
        "five is the part to keep.</p>",
        "code_link": "https://code.sowe-valley-pantry.example/parcels",
        "data_link": "https://data.sowe-valley-pantry.example/parcels",
        "strands": ["sharing"],
        "nodes": 1,
        "work": "",
    },
)
NEWS: tuple[dict[str, Any], ...] = (
    {
        "days_ago": 4,
        "slug": "meetings-are-back",
        "title": "The Forum’s meetings are back",
        "category": "forum",
        "intro": "After a long break we meet again, at a partner’s place and on a screen.",
        "body": "<p>Bring a dataset that annoys you, or one that you are proud of. You need no "
        "account to listen.</p>",
    },
    {
        "days_ago": 20,
        "slug": "stop-locations-corrected",
        "title": "Tamebridge publishes corrected bus stops",
        "category": "data",
        "intro": "The list of stops is open, with the date on which each was last walked.",
        "body": "<p>The council asks everybody who uses the old file to fetch the new one. "
        '<a href="/stories/nine-stops-that-were-not-there/">How the list was corrected</a> is one '
        "of our stories.</p>",
    },
)


@transaction.atomic
def build_pages(region: Region) -> None:
    """Under the lists that come with the site; without them there is no place to put these."""
    stories, news = StoryIndex.objects.first(), NewsIndex.objects.first()
    if stories is None or news is None:
        return
    for told in STORIES:
        fields = {name: told.get(name, "") for name in ("method", "outcome", "reuse", "data_link")}
        page = _begin(StoryPage, told, kind=told["kind"], **fields)
        page.code_link = told.get("code_link", "")
        page.opportunity = Opportunity.objects.filter(title=told["work"], is_demo=True).first()
        page.strands = list(Strand.objects.filter(slug__in=told["strands"]))
        page.priorities = list(region.priorities.values())[:1]
        page.nodes = list(region.nodes.values())[-told["nodes"] :]
        _publish(page, under=stories)
    for told in NEWS:
        _publish(_begin(NewsPage, told, category=told["category"]), under=news)


def _begin(model: type[Page], told: dict[str, Any], **fields: Any) -> Any:
    body = model._meta.get_field("body").stream_block.to_python(  # type: ignore[union-attr]
        [{"type": "text", "value": told["body"]}]
    )
    return model(
        title=told["title"],
        slug=told["slug"],
        intro=told["intro"],
        body=body,
        is_demo=True,
        first_published_at=timezone.now() - timedelta(days=told["days_ago"]),
        **fields,
    )


def _publish(page: Page, *, under: Page) -> None:
    under.add_child(instance=page)
    page.save_revision(log_action=False).publish(log_action=False)


def remove_pages() -> int:
    """Take them away again with their history. Returns how many went."""
    rows = [*StoryPage.objects.filter(is_demo=True), *NewsPage.objects.filter(is_demo=True)]
    for row in rows:
        key = row.pk
        row.delete()
        PageLogEntry.objects.filter(page_id=key).delete()
    return len(rows)
