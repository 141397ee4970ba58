"""The custodians' room in Wagtail: what they need at the front, what they do not need out of sight.

Hiding a menu item is a kindness, not a guard: rights are given in the migrations.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import LockedPagesPanel
from wagtail.models import Page

from .content_checks import remarks_on

UNNEEDED_MENUS = {"help"}
UNNEEDED_REPORTS = {"locked-pages", "aging-pages", "page-types-usage"}
MOST_REMARKS = 6


class WelcomePanel(Component):
    """What this room is for, and the way to the other one."""

    name = "welcome"
    template_name = "cms/admin/welcome_panel.html"
    order = 50


@hooks.register("construct_homepage_panels")
def arrange_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Say first what this room is for; leave out what nobody here uses."""
    panels[:] = [panel for panel in panels if not isinstance(panel, LockedPagesPanel)]
    panels.append(WelcomePanel())


@hooks.register("construct_main_menu")
def arrange_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Superusers see everything; custodians do not see what they cannot use."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in UNNEEDED_MENUS]


@hooks.register("construct_reports_menu")
def arrange_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Keep who-changed-what and what waits; leave out reports for sites with many editors."""
    items[:] = [item for item in items if item.name not in UNNEEDED_REPORTS]


@hooks.register("register_admin_menu_item")
def desk_link() -> MenuItem:
    """The way back to the desk, where everything about people is."""
    return MenuItem("The desk", reverse("desk:home"), icon_name="home", order=1)


@hooks.register("before_edit_page")
def say_what_would_be_better(request: HttpRequest, page: Page) -> None:
    """What readers would stumble over in the page as it was last saved, above the editor."""
    if request.method != "GET":
        return
    found = remarks_on(page.get_latest_revision_as_object())
    for remark in found[:MOST_REMARKS]:
        lead = "Before it can be published: " if remark.refuses else "Would be better: "
        messages.warning(request, lead + remark.words)


@hooks.register("register_reports_menu_item")
def links_report() -> MenuItem:
    """Where the pages lead; the page itself is in the site's own look."""
    return MenuItem("Links that lead nowhere", reverse("cms:links"), icon_name="link", order=900)
