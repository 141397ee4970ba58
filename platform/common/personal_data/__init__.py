"""What the ground floor keeps about people: its own rows, Django's and Wagtail's."""

from . import clocks, django_tables, erasers, own, wagtail_plain, wagtail_tables

__all__ = ["clocks", "django_tables", "erasers", "own", "wagtail_plain", "wagtail_tables"]
