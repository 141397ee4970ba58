"""Custodians keep the vocabulary: they add and change skills, and never delete them."""

from django.db import migrations

RIGHTS = ("add", "change", "view")


def give_rights(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="skills", model="skill"
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Custodians")
    permissions = apps.get_model("auth", "Permission").objects
    for right in RIGHTS:
        permission, _ = permissions.get_or_create(
            content_type_id=content_type.pk,
            codename=f"{right}_skill",
            defaults={"name": f"Can {right} skill"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("skills", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
