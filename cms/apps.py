"""The app's configuration."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Pages for people, the one search, navigation."""

    name = "cms"
    verbose_name = "Pages"
