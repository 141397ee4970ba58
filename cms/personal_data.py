"""Pages, pictures, documents and the search index."""

from django.db import connection

from common.personal import impersonal

impersonal("cms.LaidPage", "id key at", because="Public words of the Forum’s own pages.")
impersonal("cms.Navigation", "id site", because="Public words of the Forum’s own pages.")
impersonal(
    "cms.MainLink",
    "id sort_order title page address navigation",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.FooterLink",
    "id sort_order title page address navigation",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.HomePage",
    "page_ptr intro opening promise steps_title steps story",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.StandardPage",
    "page_ptr intro body",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.MissionPage",
    "page_ptr intro body",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.VisionPage",
    "page_ptr intro body",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.TheoryPage",
    "page_ptr intro body",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.StoryIndex",
    "page_ptr intro",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.StoryPage",
    "page_ptr intro body kind method outcome reuse code_link data_link opportunity is_demo",
    because="Public words of the Forum’s own pages.",
)
impersonal("cms.StoryPage_strands", "id storypage strand", because="What a story points at.")
impersonal("cms.StoryPage_priorities", "id storypage priority", because="What a story points at.")
impersonal("cms.StoryPage_nodes", "id storypage node", because="What a story points at.")
impersonal(
    "cms.NewsIndex",
    "page_ptr intro",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.NewsPage",
    "page_ptr intro body category is_demo",
    because="Public words of the Forum’s own pages.",
)
impersonal(
    "cms.PartnersPage",
    "page_ptr intro body partners",
    because="Organisations, not people, in the Forum’s own words.",
)
impersonal(
    "wagtailredirects.Redirect",
    "id old_path site is_permanent redirect_page redirect_page_route_path redirect_link "
    "automatically_created created_at",
    because="Public addresses.",
)
impersonal(
    "wagtailembeds.Embed",
    "id url max_width hash type html title author_name provider_name thumbnail_url width "
    "height last_updated cache_until",
    because="Public descriptions of public videos.",
)
impersonal(
    "wagtailimages.Rendition",
    "id filter_spec file width height focal_point_key image",
    because="Smaller copies of public pictures.",
)
impersonal(
    "wagtailsearch.IndexEntry",
    "id content_type object_id title_norm autocomplete title body",
    because="Words of public records only; people are never indexed.",
)
if connection.vendor == "sqlite":
    impersonal(
        "wagtailsearch.SQLiteFTSIndexEntry",
        "autocomplete title body index_entry",
        because="Words of public records only; people are never indexed.",
    )
