"""Django's own tables: sessions, groups, kinds of content."""

from common.personal import impersonal, part, personal

personal(
    "sessions.Session",
    "Browsers that are signed in",
    part(
        "session_key session_data expire_date",
        why="keeping you signed in",
        basis="contract",
        kept="common.sessions",
        seen="nobody",
        secret=True,
    ),
)
impersonal("auth.Permission", "id name content_type codename", because="Names of rights.")
impersonal("auth.Group_permissions", "id group permission", because="Which group has which right.")
impersonal("auth.Group", "id name", because="Names of groups.")
impersonal("contenttypes.ContentType", "id app_label model", because="Names of tables.")
impersonal("taggit.Tag", "id name slug", because="Labels of pictures and documents.")
impersonal(
    "taggit.TaggedItem", "id tag content_type object_id", because="Which thing has which label."
)
