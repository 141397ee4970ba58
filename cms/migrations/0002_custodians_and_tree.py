"""Custodians with exactly the rights they need, and a tree without Wagtail's welcome page.

No right to users, groups, sites or collections: whoever may edit users can make superusers. Other apps
add the rights to their own models. Wagtail's own two groups and its default workflow have nobody in
them here, so that a page sent to them would wait for ever: they go.
"""

from django.conf import settings
from django.db import migrations

GROUP = "Custodians"
PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]
COLLECTION_RIGHTS = [
    ("wagtailimages", "image", ["add_image", "change_image", "choose_image"]),
    ("wagtaildocs", "document", ["add_document", "change_document", "choose_document"]),
]
MODEL_RIGHTS = [
    ("wagtailadmin", "admin", ["access_admin"]),
    ("cms", "navigation", ["change_navigation"]),
    *(
        ("mission", model, [f"add_{model}", f"change_{model}"])
        for model in ("strand", "priority", "theoryrow", "node", "theme", "district")
    ),
]


def set_up(apps, schema_editor):
    clear_the_tree(apps)
    retire_empty_rooms(apps)
    give_rights(apps)


def clear_the_tree(apps):
    """Take away the welcome page, and with it the site that shows it."""
    page_model = apps.get_model("wagtailcore", "Page")
    apps.get_model("wagtailcore", "Site").objects.filter(root_page__slug="home").delete()
    welcome = page_model.objects.filter(slug="home", depth=2, content_type__model="page")
    if welcome.exists():
        welcome.delete()
        for root in page_model.objects.filter(depth=1):
            root.numchild = page_model.objects.filter(depth=2, path__startswith=root.path).count()
            root.save(update_fields=["numchild"])


def retire_empty_rooms(apps):
    """Wagtail's groups without members and the workflow that would wait for them."""
    group_model = apps.get_model("auth", "Group")
    group_model.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval")
    apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow__in=workflow).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").update(
        active=False
    )
    workflow.update(active=False)


def give_rights(apps):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    for app, model, names in MODEL_RIGHTS:
        group.permissions.add(*(right(apps, app, model, name) for name in names))

    page_rights = apps.get_model("wagtailcore", "GroupPagePermission")
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    for name in PAGE_RIGHTS:
        page_rights.objects.get_or_create(
            group=group, page=root, permission=right(apps, "wagtailcore", "page", name)
        )
    collection_rights = apps.get_model("wagtailcore", "GroupCollectionPermission")
    top = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for app, model, names in COLLECTION_RIGHTS:
        for name in names:
            collection_rights.objects.get_or_create(
                group=group, collection=top, permission=right(apps, app, model, name)
            )


def right(apps, app, model, codename):
    """The permission row, made here because Django makes them only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cms", "0001_initial"),
        ("mission", "0002_records"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
