"""Events go through the custodians' workflow; custodians get exactly the rights that this needs."""

from django.db import migrations

from common.moderation import set_up_workflow

RIGHTS = ("add", "change", "publish", "lock", "unlock", "view")


def set_up(apps, schema_editor):
    set_up_workflow(apps, models=["community.Event"])
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="community", model="event"
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Custodians")
    permissions = apps.get_model("auth", "Permission").objects
    for right in RIGHTS:
        permission, _ = permissions.get_or_create(
            content_type_id=content_type.pk,
            codename=f"{right}_event",
            defaults={"name": f"Can {right} event"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0005_event_rows"),
        ("common", "0001_initial"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop, elidable=False)]
