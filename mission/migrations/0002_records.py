"""The Forum's own records: what its mission, vision and theory of change say, and where the region is.

Custodians edit them afterwards. Running this again on a site that has them changes nothing.
"""

from django.db import migrations

from mission.starting_records import (
    DISTRICTS,
    LINKS,
    NEIGHBOURS,
    NODES,
    PRIORITIES,
    ROWS,
    STRANDS,
    THEMES,
)


def write(apps, schema_editor):
    strands = ordered(apps.get_model("mission", "Strand"), STRANDS)
    priorities = ordered(
        apps.get_model("mission", "Priority"),
        [{k: v for k, v in row.items() if k != "strands"} for row in PRIORITIES],
    )
    for row in PRIORITIES:
        priorities[row["slug"]].strands.add(*(strands[slug] for slug in row["strands"]))

    rows = ordered(apps.get_model("mission", "TheoryRow"), ROWS)
    nodes = ordered(
        apps.get_model("mission", "Node"), [{**node, "row": rows[node["row"]]} for node in NODES]
    )
    link = apps.get_model("mission", "NodeLink")
    for source, target in LINKS:
        link.objects.get_or_create(source=nodes[source], target=nodes[target])

    theme = apps.get_model("mission", "Theme")
    for slug, name, description in THEMES:
        theme.objects.get_or_create(slug=slug, defaults={"name": name, "description": description})

    district = apps.get_model("mission", "District")
    places = {}
    for order, (short, name, slug, code, inside) in enumerate(DISTRICTS, start=1):
        places[short], _ = district.objects.get_or_create(
            short=short,
            defaults={
                "order": order * 10,
                "name": name,
                "slug": slug,
                "code": code,
                "in_combined_authority": inside,
            },
        )
    for short, beside in NEIGHBOURS.items():
        places[short].neighbours.add(*(places[other] for other in beside.split()))


def ordered(model, rows):
    """Get or make each row by its slug, ten apart so that others fit between."""
    made = {}
    for number, row in enumerate(rows, start=1):
        defaults = {"order": number * 10, **{k: v for k, v in row.items() if k != "slug"}}
        made[row["slug"]], _ = model.objects.get_or_create(slug=row["slug"], defaults=defaults)
    return made


class Migration(migrations.Migration):
    dependencies = [("mission", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
