"""Custodians may look at organisations in Wagtail; they change them on their own pages."""

from django.db import migrations


def set_up(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="profiles", model="organisation"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type_id=content_type.pk,
        codename="view_organisation",
        defaults={"name": "Can view organisation"},
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Custodians")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0008_memberships")]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop, elidable=False)]
