"""The blocks that editors have: what they show, what they refuse, and that migrations do not hold them."""

import pytest
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from wagtail.blocks import StructBlockValidationError

from cms.blocks import CallToActionBlock
from cms.fields import BodyField
from cms.models import StandardPage
from mission.models import District, Priority
from tests.factories.cms import StandardPageFactory
from tests.factories.opportunities import JobFactory
from tests.factories.profiles import OrganisationFactory

pytestmark = pytest.mark.django_db


def page_with(*blocks):
    body = StandardPage._meta.get_field("body").stream_block
    stream = [{"type": name, "value": value} for name, value in blocks]
    return StandardPageFactory(slug="blocks", body=body.to_python(stream))


def test_text_quote_and_call_show(client, site):
    page_with(
        ("text", "<h2>A heading</h2><p>Words.</p>"),
        ("quote", {"text": "It helped.", "who": "A trustee"}),
        (
            "call_to_action",
            {
                "text": "Now.",
                "button": "Post a challenge",
                "page": None,
                "address": "/challenges/new/",
            },
        ),
    )

    html = client.get("/blocks/").content.decode()

    assert "A heading</h2>" in html
    assert '<blockquote class="quote"><p>It helped.</p></blockquote>' in html
    assert '<a class="btn" href="/challenges/new/">Post a challenge</a>' in html


def test_list_block_shows_what_is_open_for_a_priority_and_a_place(client, site):
    organisation = OrganisationFactory()
    coventry = District.objects.get(short="co")
    priority = Priority.objects.get(slug="mutual-benefit")
    for slug, district, serves in (
        ("both", coventry, True),
        ("elsewhere", None, True),
        ("other", coventry, False),
    ):
        job = JobFactory(slug=slug, title=slug, district=district, organisation=organisation)
        if serves:
            job.priorities = [priority]
            job.save()
    page_with(
        (
            "opportunities",
            {
                "heading": "In Coventry",
                "kind": "",
                "priority": "mutual-benefit",
                "district": "coventry",
                "most": 5,
            },
        )
    )

    html = client.get("/blocks/").content.decode()

    assert 'href="/jobs/both/"' in html
    assert 'href="/jobs/elsewhere/"' not in html
    assert 'href="/jobs/other/"' not in html


def test_list_block_is_honest_when_nothing_is_open(client, site):
    page_with(("opportunities", {"heading": "Open now", "kind": "job", "most": 5}))

    assert "Nothing is open here at the moment." in client.get("/blocks/").content.decode()


def test_theory_row_block_shows_one_row(client, site):
    page_with(("theory_row", {"row": "skills-shortage"}))

    html = client.get("/blocks/").content.decode()

    assert html.count('<li class="tile none"') == 4
    assert "Skills shortage" in html
    assert "Regional footprint" not in html


def test_theory_row_block_outlives_its_row(client, site):
    page_with(("theory_row", {"row": "no-such-row"}))

    assert client.get("/blocks/").status_code == 200


@pytest.mark.parametrize("page", [True, False])
def test_call_to_action_leads_to_one_place(site, page):
    block = CallToActionBlock()
    target = StandardPage.objects.first() if page else None
    value = block.to_python(
        {"button": "Go", "page": target.pk if target else None, "address": "/x/" if page else ""}
    )

    with pytest.raises(StructBlockValidationError):
        block.clean(value)


def test_rich_text_from_elsewhere_is_not_run(client, site):
    page_with(("quote", {"text": "<script>alert(1)</script>", "who": "<b>x</b>"}))

    html = client.get("/blocks/").content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_blocks_stay_out_of_migrations():
    _, path, args, kwargs = BodyField(blank=True).deconstruct()

    assert (path, args, kwargs) == ("cms.fields.BodyField", [], {"blank": True})


def test_no_migration_of_the_mission_or_the_pages_is_missing():
    loader = MigrationExecutor(connection).loader
    from django.apps import apps

    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
        graph=loader.graph
    )

    assert {app for app in changes if app in ("mission", "cms")} == set()
