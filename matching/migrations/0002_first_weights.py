"""The first set of weights, from the engine's defaults, and the custodians' right to read it."""

from django.db import migrations


def set_up(apps, schema_editor):
    from matching.engine.weights import Weights

    values = Weights().as_dict()
    # The engine's own names, replaced by the slugs that the Forum's priorities have here.
    slugs = list(
        apps.get_model("mission", "Priority")
        .objects.order_by("order")
        .values_list("slug", flat=True)
    )
    values["priorities"] = {
        cause: next((slug for slug in slugs if slug.startswith(name.split("-")[0])), name)
        for cause, name in values["priorities"].items()
    }
    apps.get_model("matching", "WeightSet").objects.get_or_create(
        name=values["name"],
        version=values["version"],
        defaults={"values": values, "is_current": True},
    )
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="matching", model="weightset"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type_id=content_type.pk,
        codename="view_weightset",
        defaults={"name": "Can view weight set"},
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Custodians")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_initial"),
        ("mission", "0002_records"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop, elidable=False)]
