"""Wagtail's tables that hold nothing about people, field by field."""

from common.personal import impersonal

impersonal(
    "wagtailcore.Locale",
    "id language_code",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.Site",
    "id hostname port site_name root_page is_default_site",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.GroupSitePermission",
    "id group site permission",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.CollectionViewRestriction_groups",
    "id collectionviewrestriction group",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.Collection",
    "id path depth numchild name",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.GroupCollectionPermission",
    "id group collection permission",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.WorkflowContentType",
    "content_type workflow",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.Workflow",
    "id name active",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.WorkflowTask",
    "id sort_order workflow task",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.Task",
    "id name content_type active",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.GroupApprovalTask_groups",
    "id groupapprovaltask group",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.GroupApprovalTask",
    "task_ptr",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.GroupPagePermission",
    "id group page permission",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.PageViewRestriction_groups",
    "id pageviewrestriction group",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.WorkflowPage",
    "page workflow",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.ReferenceIndex",
    "id content_type base_content_type object_id to_content_type to_object_id model_path "
    "content_path content_path_hash",
    because="How the editor is set up; nobody is named.",
)
impersonal(
    "wagtailcore.CollectionViewRestriction",
    "id restriction_type password collection",
    because="A shared password of a collection; nobody is named.",
)
impersonal(
    "wagtailcore.PageViewRestriction",
    "id restriction_type password page",
    because="A shared password of a page; nobody is named.",
)
impersonal("wagtailadmin.Admin", "id", because="Rights of the editor; it has no rows.")
