"""The Celery app. The broker is only a doorbell: what must happen is a row (see ``common.outbox``)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings.production")

# Celery would run Django's checks and look away from what they find; forum.start does not.
os.environ["CELERY_SKIP_CHECKS"] = "1"

app = Celery("forum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
