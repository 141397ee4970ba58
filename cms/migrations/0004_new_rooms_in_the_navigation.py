"""Sites that run already get the links that came with events, meetings, stories and consultations.

Only where a custodian cannot have taken them away: a part of the navigation that has one of these links
was laid down with all of them, and is left as it is. Links at the top are six at most; what finds no room
there stands at the foot.
"""

from django.db import migrations

AT_THE_TOP = (("Events", "/events/"), ("Meetings", "/meetings/"))
AT_THE_FOOT = (
    ("How we decide", "how-we-decide"),
    ("Office-holders", "/office-holders/"),
    ("Stories", "stories"),
    ("News", "news"),
    ("Partners", "partners"),
    ("Consultations", "/consultations/"),
)
MOST_AT_THE_TOP, MOST_AT_THE_FOOT = 6, 18


def add_links(apps, schema_editor):
    for navigation in apps.get_model("cms", "Navigation").objects.order_by("pk"):
        top = list(navigation.main_links.order_by("sort_order", "pk"))
        foot = list(navigation.footer_links.order_by("sort_order", "pk"))
        left_over = []
        if top and not any(has(top, link) for link in AT_THE_TOP):
            wanted = [link for link in AT_THE_TOP if not has(foot, link)]
            room = max(MOST_AT_THE_TOP - len(top), 0)
            put(apps, navigation, "MainLink", top, wanted[:room], before="/skills/")
            left_over = wanted[room:]
        if foot:
            new = [] if any(has(foot, link) for link in AT_THE_FOOT) else list(AT_THE_FOOT)
            wanted = [link for link in (*left_over, *new) if not has(top, link)]
            room = max(MOST_AT_THE_FOOT - len(foot), 0)
            put(apps, navigation, "FooterLink", foot, wanted[:room], before="/search/")


def has(links, wanted):
    """Whether one of the links leads there: by its address, or to a page of that name."""
    _, target = wanted
    name = target.strip("/")
    return any(
        link.address.strip("/") == name or (link.page is not None and link.page.slug == name)
        for link in links
    )


def put(apps, navigation, model, links, wanted, *, before):
    """New links before one that is known, or at the end."""
    row = apps.get_model("cms", model)
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=3, live=True)
    made = []
    for title, target in wanted:
        page = None if target.startswith("/") else pages.filter(slug=target).first()
        # Pages that come with this version are laid after migrating: their address is known.
        address = "" if page else target if target.startswith("/") else f"/{target}/"
        made.append(row(navigation=navigation, title=title, page=page, address=address))
    place = next((n for n, link in enumerate(links) if link.address == before), len(links))
    for order, link in enumerate([*links[:place], *made, *links[place:]]):
        link.sort_order = order
        link.save()


class Migration(migrations.Migration):
    dependencies = [("cms", "0003_stories_news_partners")]
    operations = [migrations.RunPython(add_links, migrations.RunPython.noop)]
