"""The wiring as a Django app, so that its commands and demo region are found."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """Holds commands that need every other app."""

    name = "forum"
    label = "forum"
