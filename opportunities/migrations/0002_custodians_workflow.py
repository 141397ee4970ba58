"""Opportunities go through the custodians' workflow; custodians get exactly the rights this needs."""

from django.db import migrations

from common.moderation import set_up_workflow

MODELS = ("challenge", "placement", "job")
RIGHTS = ("add", "change", "publish", "lock", "unlock", "view")


def set_up(apps, schema_editor):
    set_up_workflow(
        apps,
        models=[f"opportunities.{model}" for model in MODELS],
        workflow_name="Opportunities",
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Custodians")
    types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for model in MODELS:
        content_type, _ = types.get_or_create(app_label="opportunities", model=model)
        for right in RIGHTS:
            permission, _ = permissions.get_or_create(
                content_type_id=content_type.pk,
                codename=f"{right}_{model}",
                defaults={"name": f"Can {right} {model}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0001_initial"),
        ("common", "0001_initial"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop, elidable=False)]
