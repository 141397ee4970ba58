"""The system check that a view without a policy stops the site from starting (common.E001)."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

# An exemption with the empty prefix would cover every address: it is for this package only.
CATCH_ALL_PACKAGE = "wagtail"


def our_packages() -> frozenset[str]:
    """The top-level packages that are this site's own code, not installed from elsewhere."""
    return frozenset(
        config.name.partition(".")[0]
        for config in apps.get_app_configs()
        if "site-packages" not in config.path and "dist-packages" not in config.path
    )


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site as (route, pattern)."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def view_of(callback: Any) -> Any:
    """The class behind a class-based view, or the function itself."""
    return getattr(callback, "view_class", callback)


def policy_of(callback: Any) -> Any:
    """The policy of a URL's callback, or None."""
    return getattr(callback, "policy", None) or getattr(view_of(callback), "policy", None)


def is_exempt(route: str, callback: Any) -> bool:
    """Whether somebody else's view lies under a prefix that the settings name with a reason."""
    package = view_of(callback).__module__.partition(".")[0]
    if package in our_packages():
        return False
    return any(
        reason and (route.startswith(prefix) if prefix else package == CATCH_ALL_PACKAGE)
        for prefix, reason in settings.POLICY_EXEMPT.items()
    )


def views_without_policy(resolver: URLResolver | None = None) -> list[tuple[str, str]]:
    """(route, dotted name) of every view that says nothing about who may see it."""
    return [
        (route, f"{view_of(entry.callback).__module__}.{view_of(entry.callback).__qualname__}")
        for route, entry in patterns(resolver or get_resolver())
        if policy_of(entry.callback) is None and not is_exempt(route, entry.callback)
    ]


@register(Tags.urls)
def check_policies(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with a view that names no policy."""
    return [
        Error(
            f"The view {name} at /{route} says nothing about who may see it.",
            hint="Put @requires(...) or @public('reason') from common.policies on it.",
            id="common.E001",
        )
        for route, name in views_without_policy()
    ]
