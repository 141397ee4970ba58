"""What the page editor asks, tells and keeps: checks, previews, dates, old addresses."""

import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.blocks import PictureBlock, TableBlock, VideoBlock
from cms.content_checks import remarks
from cms.editor_forms import OpportunityAddress
from cms.models import NewsIndex, NewsPage, StandardPage
from cms.queries import coming_rows
from cms.tasks import publish_scheduled
from community.models import Event, EventState
from mission.models import Node
from opportunities.models import Job
from profiles.models import Organisation
from tests.factories.cms import NewsFactory, StandardPageFactory, StoryFactory
from tests.factories.opportunities import JobFactory
from tests.factories.profiles import CustodianFactory

pytestmark = pytest.mark.django_db


def body_of(*texts):
    stream = [{"type": "text", "value": text} for text in texts]
    return StandardPage._meta.get_field("body").stream_block.to_python(stream)


def said(*texts, **fields):
    found = remarks({"intro": "An opening.", "body": body_of(*texts), **fields})
    return [(remark.refuses, remark.words) for remark in found]


# Checks -----------------------------------------------------------------------------------------


def test_good_words_are_left_alone():
    assert said("<h2>One</h2><p>Short.</p><h3>Two</h3>", '<p><a href="/x/">The list</a></p>') == []


def test_heading_levels_are_followed_through_all_blocks():
    assert said("<h2>One</h2>", "<h3>Two</h3>", "<h2>Three</h2>") == []
    [(refuses, words)] = said("<h3>Deep</h3><p>x</p>")
    assert refuses
    assert words.startswith("“Deep” is a heading of level 3 straight after level 1.")


@pytest.mark.parametrize("words", ["click here", "Here", "Read more.", "this link", " more "])
def test_a_link_that_says_nothing_is_refused(words):
    [(refuses, sentence)] = said(f'<p>To join <a href="/x/">{words}</a></p>')

    assert refuses
    assert sentence.startswith("A link says “")


def test_what_only_tires_is_said_and_not_refused():
    long = "word " * 130
    found = said(
        f"<p>{long}</p>", '<p><a href="https://x.example/">https://x.example/</a></p>', intro=""
    )

    assert [refuses for refuses, _ in found] == [False, False, False]
    assert "There is no opening line." in found[0][1]
    assert "bare address" in found[1][1]
    assert "has 130 words" in found[2][1]


def test_words_inside_other_blocks_are_read_too():
    stream = [
        {
            "type": "accordion",
            "value": {"items": [{"title": "Why?", "text": '<p><a href="/x/">here</a></p>'}]},
        }
    ]
    body = StandardPage._meta.get_field("body").stream_block.to_python(stream)

    assert [remark.refuses for remark in remarks({"body": body})] == [True]


def test_broken_markup_breaks_nothing():
    assert remarks({"body": body_of("<h2><p><a></h2></b><li>", "</a></p>")}) is not None


def test_pictures_need_words_or_are_decoration():
    block = PictureBlock()
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    image = get_image_model().objects.create(title="A stop", file=get_test_image_file())
    empty = block.to_python({"image": {"image": image.pk, "alt_text": "", "decorative": False}})
    decorated = block.to_python({"image": {"image": image.pk, "alt_text": "", "decorative": True}})

    with pytest.raises(Exception, match="rror"):
        block.clean(empty)
    assert block.clean(decorated)["image"].decorative


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("Year | Count", "at least one line below"),
        ("Year | Count\n2024 | 3 | 4", "Line 2 has 3 cells, the headings are 2."),
        ("Year\n2024", "between 2 and 6"),
        ("Year | \n2024 | 3", "between 2 and 6"),
        ("Year\t\n2024\t3", "Each column needs a heading"),
        ("a | b\n" + "1 | 2\n" * 70, "At most 60 lines"),
    ],
)
def test_tables_that_cannot_be_read_are_refused(cells, words):
    from wagtail.blocks import StructBlockValidationError

    block = TableBlock()

    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python({"caption": "Counts", "cells": cells}))

    assert words in str(caught.value.block_errors["cells"].messages)


def test_a_table_pasted_from_a_spreadsheet_has_heads_and_labels(client, site):
    stream = [
        {"type": "table", "value": {"caption": "Stops", "cells": "Area\tStops\r\nCoventry\t9\r\n"}}
    ]
    StandardPageFactory(
        slug="t", body=StandardPage._meta.get_field("body").stream_block.to_python(stream)
    )

    html = client.get("/t/").content.decode()

    assert "<caption>Stops</caption>" in html
    assert '<th scope="row">Coventry</th>' in html
    assert '<td data-label="Stops"><span>9</span></td>' in html


def test_a_video_is_a_link_and_nothing_is_loaded_from_elsewhere(client, site):
    value = {
        "title": "The May meeting",
        "address": "https://www.vimeo.com/1",
        "minutes": 12,
        "words": "<p>We talk.</p>",
    }
    StandardPageFactory(
        slug="v",
        body=StandardPage._meta.get_field("body").stream_block.to_python(
            [{"type": "video", "value": value}]
        ),
    )

    html = client.get("/v/").content.decode()

    assert "Watch it on vimeo.com</a>, 12 minutes." in html
    assert "<iframe" not in html
    assert html.count("vimeo.com") == 2
    block = VideoBlock()
    with pytest.raises(Exception, match="rror"):
        block.clean(block.to_python({**value, "address": "javascript:alert(1)"}))


def test_map_and_strand_blocks_show_what_is_open(client, site):
    from mission.models import Strand

    job = JobFactory(slug="strand-job", title="Strand job")
    job.strands = [Strand.objects.first()]
    job.save()
    JobFactory(title="Other job")
    listed = {
        "heading": "For a strand",
        "strand": Strand.objects.first().slug,
        "kind": "",
        "priority": "",
        "district": "",
        "most": 5,
    }
    StandardPageFactory(
        slug="live",
        body=StandardPage._meta.get_field("body").stream_block.to_python(
            [
                {"type": "map", "value": {"heading": "Where"}},
                {"type": "opportunities", "value": listed},
            ]
        ),
    )

    html = client.get("/live/").content.decode()

    assert "2 open opportunities by area, today" in html
    assert "Strand job" in html
    assert "Other job" not in html


def test_evidence_block_says_what_points_at_a_step_or_that_nothing_does(client, site):
    with_story, without = Node.objects.all()[:2]
    StoryFactory(title="Told story", nodes=[with_story])
    for slug, node in (("seen", with_story), ("unseen", without), ("gone", None)):
        value = {"step": node.slug if node else "no-such-step"}
        StandardPageFactory(
            slug=slug,
            body=StandardPage._meta.get_field("body").stream_block.to_python(
                [{"type": "evidence", "value": value}]
            ),
        )

    seen, unseen = (client.get(f"/{slug}/").content.decode() for slug in ("seen", "unseen"))

    assert "Told story" in seen
    assert "Nothing points at this step yet." in unseen
    assert client.get("/gone/").status_code == 200


def test_events_block_lists_what_is_to_come_and_not_called_off(client, site):
    for title, days, fields in (
        ("Later", 9, {}),
        ("Sooner", 2, {}),
        ("Over", -2, {}),
        ("Draft", 3, {"live": False}),
        ("Off", 4, {"off": True}),
    ):
        off = fields.pop("off", False)
        starts = timezone.now() + datetime.timedelta(days=days)
        event = Event.objects.create(
            title=title,
            starts=starts,
            ends=starts + datetime.timedelta(hours=1),
            slug=title.lower(),
            **fields,
        )
        # Each event has its state from the first.
        EventState.objects.filter(event=event).update(lifecycle="called_off" if off else "planned")

    rows = coming_rows(most=5)

    assert [row["title"] for row in rows] == ["Sooner", "Later"]
    assert [row["title"] for row in coming_rows(most=1)] == ["Sooner"]
    assert coming_rows(most=5, strand="championing") == []


# The editor -------------------------------------------------------------------------------------


def test_every_field_of_every_page_has_help():
    def panels(found):
        for panel in found:
            yield from panels(panel.children) if hasattr(panel, "children") else [panel]

    missing = [
        f"{model.__name__}.{panel.field_name}"
        for model in get_page_models()
        if model._meta.app_label == "cms"
        for panel in panels(model.content_panels)
        if isinstance(panel, FieldPanel | TitleFieldPanel)
        and not panel.help_text
        and not model._meta.get_field(panel.field_name).help_text
    ]

    assert missing == []


def test_every_field_of_every_public_record_has_help():
    missing = []
    for model in get_snippet_models():
        if model is Organisation:
            continue  # looked at here, never edited
        handler = model.snippet_viewset.get_edit_handler().bind_to_model(model)
        said = _helps(handler)
        missing += [
            f"{model.__name__}.{name}"
            for name, field in handler.get_form_class().base_fields.items()
            if not field.widget.is_hidden and not (field.help_text or said.get(name))
        ]

    assert missing == []


def _helps(panel) -> dict[str, str]:
    """What each panel says below its field."""
    found = {panel.field_name: panel.help_text} if hasattr(panel, "field_name") else {}
    for child in getattr(panel, "children", ()):
        found |= _helps(child)
    return found


def test_every_block_that_asks_something_says_what():
    from cms.models import HomePage, PartnersPage

    silent = []

    def look(block, path):
        for name, child in getattr(block, "child_blocks", {}).items():
            here = f"{path}.{name}"
            asks = not hasattr(child, "child_blocks") and not hasattr(child, "child_block")
            if asks and path != "body" and not child.field.help_text:
                silent.append(here)
            look(child, here)
        if hasattr(block, "child_block"):
            look(block.child_block, path)

    look(StandardPage._meta.get_field("body").stream_block, "body")
    look(HomePage._meta.get_field("story").stream_block, "story")
    look(PartnersPage._meta.get_field("partners").stream_block, "partners")

    assert [name for name in silent if ".image" not in name] == []


def test_every_page_can_be_previewed(site):
    previewed = []
    for model in get_page_models():
        page = model.objects.first() if model._meta.app_label == "cms" else None
        if page is None:
            continue
        answer = page.make_preview_request(RequestFactory().get("/"))
        assert answer.status_code == 200, model
        previewed.append(model.__name__)

    assert len(previewed) >= 8


def form_of(page, text, **more):
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "intro": "An opening.",
            "category": "forum",
            "body": streamfield([("text", rich_text(text))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **more,
        }
    )


def test_a_draft_is_kept_with_anything_and_publishing_is_refused_in_words(client, site):
    client.force_login(CustodianFactory())
    page = NewsFactory(title="As it was")
    edit = f"/admin/pages/{page.pk}/edit/"
    bad = '<p><a href="https://x.example/">click here</a></p>'

    kept = client.post(edit, form_of(page, bad))
    refused = client.post(edit, form_of(page, bad, **{"action-publish": "yes"}))
    shown = client.get(edit)

    assert kept.status_code == 302
    assert refused.status_code == 200
    assert "Read on its own it leads anywhere" in refused.content.decode()
    assert "click here" not in str(NewsPage.objects.get(pk=page.pk).body)
    assert "Before it can be published" in shown.content.decode()


def test_the_editor_says_what_would_be_better(client, site):
    client.force_login(CustodianFactory())
    page = NewsFactory(intro="")

    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert "There is no opening line." in html


def test_good_words_are_published(client, site):
    client.force_login(CustodianFactory())
    page = NewsFactory(title="As it was")
    sent = form_of(page, "<p>All is well.</p>", **{"action-publish": "yes"})

    answer = client.post(f"/admin/pages/{page.pk}/edit/", sent)

    assert answer.status_code == 302
    assert "All is well." in client.get(page.get_url()).content.decode()


def test_an_opportunity_is_found_by_its_address():
    job = JobFactory(slug="stops")
    hidden = JobFactory(slug="hidden")
    Job.objects.filter(pk=hidden.pk).update(live=False)
    field = OpportunityAddress(required=False)

    assert field.clean("https://forum.example/jobs/stops/?x=1").pk == job.pk
    assert field.clean("stops").pk == job.pk
    assert field.clean("  ") is None
    assert field.prepare_value(job.pk) == "/jobs/stops/"
    for typed in ("/jobs/hidden/", "/", "nothing", "/jobs/" + "x" * 900, "http://[", "\x00"):
        with pytest.raises(Exception, match="Nothing that is published"):
            field.clean(typed)


# Dates and addresses ----------------------------------------------------------------------------


def test_scheduled_pages_appear_and_leave_by_themselves(client, site):
    index = NewsIndex.objects.get()
    soon = NewsPage(title="Tomorrow", slug="tomorrow", live=False, intro="x")
    index.add_child(instance=soon)
    soon.go_live_at = timezone.now() + datetime.timedelta(days=1)
    soon.expire_at = timezone.now() + datetime.timedelta(days=3)
    soon.save_revision(approved_go_live_at=soon.go_live_at)

    publish_scheduled()
    before = client.get("/news/tomorrow/").status_code
    with_clock(2)
    during = client.get("/news/tomorrow/").status_code
    listed = "Tomorrow" in client.get("/news/").content.decode()
    with_clock(4)
    after = client.get("/news/tomorrow/").status_code

    assert (before, during, listed, after) == (404, 200, True, 404)


def with_clock(days):
    from unittest.mock import patch

    later = timezone.now() + datetime.timedelta(days=days)
    with patch("django.utils.timezone.now", return_value=later):
        publish_scheduled()


def test_an_address_that_changes_leads_on(client, site, django_capture_on_commit_callbacks):
    page = NewsFactory(slug="first")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "second"
        page.save_revision().publish()

    answer = client.get("/news/first/")

    assert Redirect.objects.count() == 1
    assert (answer.status_code, answer["Location"]) == (301, "/news/second/")
