"""Offers go through the custodians' workflow; custodians get exactly the rights that this needs."""

from django.db import migrations

from common.moderation import set_up_workflow

OFFER_RIGHTS = ("add", "change", "publish", "lock", "unlock", "view")


def set_up(apps, schema_editor):
    set_up_workflow(apps, models=["profiles.Offer"])
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="profiles", model="offer"
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Custodians")
    permissions = apps.get_model("auth", "Permission").objects
    for right in OFFER_RIGHTS:
        permission, _ = permissions.get_or_create(
            content_type_id=content_type.pk,
            codename=f"{right}_offer",
            defaults={"name": f"Can {right} offer"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0002_people_organisations_offers"),
        ("common", "0001_initial"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop, elidable=False)]
