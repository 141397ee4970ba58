"""For real use. Refuses to start half-configured, and lists all that is missing at once."""

import sys

from django.core.exceptions import ImproperlyConfigured

from .base import *

DEBUG = False
FORUM_DEMO = False
CUSTODIANS_NEED_SECOND_FACTOR = True
SECOND_FACTOR_EXEMPT_GROUP = ""

_missing = []
SECRET_KEY = env.str("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    _missing.append("SECRET_KEY: at least 50 random characters")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    _missing.append("ALLOWED_HOSTS: the site's host names, separated by commas, no *")
if not env.str("DATABASE_URL", default=""):
    _missing.append("DATABASE_URL: where the database is")
if not REDIS_URL:
    _missing.append("REDIS_URL: where the broker is")
if not env.str("EMAIL_URL", default=""):
    _missing.append("EMAIL_URL: how mail leaves, for example smtp+tls://user:password@host:587")
if not env.str("DEFAULT_FROM_EMAIL", default=""):
    _missing.append("DEFAULT_FROM_EMAIL: who mail comes from")
if not PUBLIC_BASE_URL.startswith("https://"):
    _missing.append("PUBLIC_BASE_URL: the site's address, starting with https://")
# Said, not guessed: behind a proxy that is not counted the site would redirect to itself for ever.
_proxies = env.str("TRUSTED_PROXY_COUNT", default="")
if not _proxies.isdecimal():
    _missing.append(
        "TRUSTED_PROXY_COUNT: how many proxies of yours a request comes through, usually 1; "
        "0 when browsers reach the site directly"
    )
if env.bool("DEBUG", default=False):
    _missing.append("DEBUG: must not be set")
if _missing:
    raise ImproperlyConfigured(
        "The production settings are incomplete:\n" + "\n".join(f"  - {line}" for line in _missing)
    )

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
# Trust the forwarded scheme and address only where the operator says that proxies stand in front.
ALLAUTH_TRUSTED_PROXY_COUNT = int(_proxies)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "forum.stylesheets.JoiningStorage"},
}

if env.str("SENTRY_DSN", default=""):
    try:
        import sentry_sdk
    except ImportError:
        sys.stderr.write("SENTRY_DSN is set but sentry-sdk is not installed; errors stay local.\n")
    else:
        sentry_sdk.init(dsn=env.str("SENTRY_DSN"), send_default_pii=False)
