"""Lay down the Forum's pages: ``manage.py load_pages``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.services import lay_pages


class Command(BaseCommand):
    """Make the pages and links that come with the site, once; later runs change no page."""

    help = (
        "Lay down the Forum's pages and links, each once, and set the site's address from "
        "PUBLIC_BASE_URL. What editors changed or deleted stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        laid = lay_pages(base_url=settings.PUBLIC_BASE_URL)
        if options["verbosity"] == 0:
            return
        for key in laid.made:
            self.stdout.write(f"  made  {key}")
        if laid.site_changed:
            self.stdout.write(f"  site  {settings.PUBLIC_BASE_URL}")
        self.stdout.write(
            f"{len(laid.made)} pages made, {len(laid.kept)} kept as they are."
            if laid.made
            else f"All {len(laid.kept)} pages are there; nothing changed."
        )
