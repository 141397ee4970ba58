"""What profiles keeps about people, how long, and how somebody is taken out of it."""

from . import allauth_tables, clocks, erasers, organisations, people, standing

__all__ = ["allauth_tables", "clocks", "erasers", "organisations", "people", "standing"]
