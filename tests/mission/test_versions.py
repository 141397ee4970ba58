"""Every change of a record in the editor is a version; readers see what was said before."""

import pytest
from django.urls import reverse
from wagtail.models import Revision

from mission.models import Node, Priority, Strand, TheoryRow
from mission.queries import theory_table
from mission.versions import changes_of, keep_what_is_live, last_changes
from tests.factories.profiles import CustodianFactory

pytestmark = pytest.mark.django_db


def room(name, page, *args):
    return reverse(f"wagtailsnippets_mission_{name}:{page}", args=args)


def typed(thing, **changes):
    names = [
        name
        for name in ("title", "slug", "order", "short", "summary", "row_id", "column", "text")
        if hasattr(thing, name)
    ]
    values = {name.removesuffix("_id"): getattr(thing, name) for name in names}
    for name in ("strands", "leads_to"):
        if isinstance(thing, Priority if name == "strands" else Node):
            values[name] = [one.pk for one in getattr(thing, name).all()]
    return {**values, **changes}


@pytest.mark.parametrize(
    ("model", "name"),
    [(Strand, "strand"), (Priority, "priority"), (TheoryRow, "theoryrow"), (Node, "node")],
)
def test_an_edit_keeps_who_when_and_what_was_there_before(client, model, name):
    custodian = CustodianFactory()
    client.force_login(custodian)
    thing = model.objects.first()
    before = thing.title

    answer = client.post(room(name, "edit", thing.pk), typed(thing, title="Said otherwise"))

    assert answer.status_code == 302
    versions = list(Revision.objects.for_instance(thing).order_by("pk"))
    assert [version.content["title"] for version in versions] == [before, "Said otherwise"]
    assert [version.user for version in versions] == [None, custodian]
    thing.refresh_from_db()
    assert (thing.title, thing.latest_revision) == ("Said otherwise", versions[1])


def test_a_custodian_reads_the_history_compares_and_goes_back(client):
    client.force_login(CustodianFactory())
    node = Node.objects.get(slug="skills-in-demand")
    said, led = node.text, list(node.leads_to.all())
    client.post(room("node", "edit", node.pk), typed(node, text="Another sentence.", leads_to=[]))
    old, new = Revision.objects.for_instance(node).order_by("pk")

    history = client.get(room("node", "history", node.pk))
    compared = client.get(room("node", "revisions_compare", node.pk, old.pk, new.pk))
    back = client.get(room("node", "revisions_revert", node.pk, old.pk))

    assert history.status_code == 200
    html = compared.content.decode()
    assert "Another" in html
    assert "Leads to" in html
    assert back.status_code == 200
    node = Node.objects.get(pk=node.pk)
    assert not node.leads_to.exists()

    sent = typed(node, text=said, leads_to=[one.pk for one in led])
    answer = client.post(room("node", "revisions_revert", node.pk, old.pk), sent)

    node = Node.objects.get(pk=node.pk)
    assert answer.status_code == 302
    assert (node.text, list(node.leads_to.all())) == (said, led)
    assert Revision.objects.for_instance(node).count() == 3


def test_what_is_typed_is_not_live_before_it_is_saved(client):
    client.force_login(CustodianFactory())
    strand = Strand.objects.first()

    answer = client.get(room("strand", "edit", strand.pk))

    assert answer.context["autosave_enabled"] is False
    assert 'data-controller="w-autosave' not in answer.content.decode()


def test_a_kept_version_is_not_written_over(client):
    client.force_login(CustodianFactory())
    strand = Strand.objects.first()
    client.post(room("strand", "edit", strand.pk), typed(strand, title="One"))
    kept = Strand.objects.get(pk=strand.pk).latest_revision

    client.post(
        room("strand", "edit", strand.pk),
        {**typed(strand, title="Two"), "overwrite_revision_id": kept.pk},
    )

    kept.refresh_from_db()
    assert kept.content["title"] == "One"
    assert Revision.objects.for_instance(strand).count() == 3


def test_what_is_live_is_kept_once():
    strand = Strand.objects.first()

    keep_what_is_live(strand)
    keep_what_is_live(strand)

    assert Revision.objects.for_instance(strand).count() == 1

    Strand.objects.filter(pk=strand.pk).update(summary="Written by a script.")
    keep_what_is_live(strand)

    assert Revision.objects.for_instance(strand).count() == 2


def test_changes_tell_what_was_said_ticks_and_arrows_too():
    priority = Priority.objects.get(slug="mutual-benefit")
    keep_what_is_live(priority)
    before = priority.title
    priority.title = "Both sides gain"
    priority.strands.set([Strand.objects.get(slug="sharing")])
    priority.save()
    priority.save_revision()

    [change] = changes_of(priority)

    assert [(item.label, item.before, item.after) for item in change.differences] == [
        ("Title", before, "Both sides gain"),
        (
            "Strands it serves",
            "Spread the word, Share good practice and skills",
            "Share good practice and skills",
        ),
    ]


def test_a_version_that_changes_only_the_order_is_no_change():
    strand = Strand.objects.first()
    keep_what_is_live(strand)
    strand.order = 5
    strand.save()
    strand.save_revision()

    assert changes_of(strand) == []


def test_the_steps_changed_last_come_first():
    assert last_changes(theory_table()) == []
    first, second = Node.objects.all()[:2]
    for node in (first, second):
        node.text = "New."
        node.save()
        node.save_revision()

    assert last_changes(theory_table()) == [second, first]


def test_the_order_of_strands_is_changed_in_the_list(client):
    client.force_login(CustodianFactory())
    last = Strand.objects.last()

    answer = client.post(f"{room('strand', 'reorder', last.pk)}?position=0")

    assert answer.status_code == 200
    assert Strand.objects.first() == last


def test_readers_see_what_was_said_before_and_no_names(client, site):
    custodian = CustodianFactory(email="zebedee@people.example")
    client.force_login(custodian)
    node = Node.objects.get(slug="skills-in-demand")
    client.post(room("node", "edit", node.pk), typed(node, text="<b>Now</b> it says this."))
    client.logout()

    html = client.get(node.get_absolute_url()).content.decode()

    assert "How this has changed" in html
    assert node.text.replace("'", "&#x27;") in html
    assert "&lt;b&gt;Now&lt;/b&gt; it says this." in html
    assert "zebedee" not in html
    whole = client.get("/theory-of-change/").content.decode()
    assert "What was changed last" in whole
    assert f'href="{node.get_absolute_url()}#changes"' in whole
