"""Rows about pages, their editor, and the desk."""

from .matrix import Row, page, request, verb

HOME = "/admin/pages/{}/"


def _raw_html(town, user, role, which):
    """Whether any field of any page takes HTML as it is typed: rights do not come into it."""
    from wagtail.blocks import RawHTMLBlock
    from wagtail.fields import StreamField
    from wagtail.models import get_page_models

    def blocks(block):
        yield block
        for child in getattr(block, "child_blocks", {}).values():
            yield from blocks(child)
        if hasattr(block, "child_block"):
            yield from blocks(block.child_block)

    fields = [
        field
        for model in get_page_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]
    found = [one for field in fields for one in blocks(field.stream_block)]
    assert len(found) > 5
    return any(isinstance(one, RawHTMLBlock) for one in found)


def _editor_page(tail: str) -> Row:
    return request(lambda town, role: HOME.format(town.site.root_page_id) + tail)


SITE: dict[str, Row] = {
    "P148": page("/", "/contact/", "/theory-of-change/", "/search/?q=data"),
    "P149": page("/admin/"),
    "P150": _editor_page("edit/"),
    "P151": _editor_page("history/"),
    "P152": verb(_raw_html, "foreign"),
    "P153": page("/admin/users/", "/admin/groups/", "/admin/collections/", "/admin/sites/"),
    "P154": page("/admin/snippets/profiles/person/", "/admin/snippets/matching/introduction/"),
    "P162": request(lambda town, role: f"/desk/reports/{town.report.pk}/"),
    "P168": page("/desk/"),
    "P169": request(lambda town, role: f"/desk/work/{town.stuck.pk}/", data={}),
}
