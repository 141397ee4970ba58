"""Wires the site together: settings, addresses, the background worker, the demo region."""

from forum.celery import app as celery_app

__all__ = ["celery_app"]
