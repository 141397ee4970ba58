"""For pytest: the same parts as the embedded default, quick password hashing, mail kept in memory."""

from .base import *

DEBUG = False
FORUM_DEMO = True
SECRET_KEY = "for-tests-only-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FORUM_MAIL_BACKEND = env.str(
    "FORUM_MAIL_BACKEND", default="django.core.mail.backends.locmem.EmailBackend"
)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CELERY_BROKER_URL = env.str("TEST_BROKER_URL", default="memory://")
CELERY_BROKER_TRANSPORT = None
CELERY_BROKER_TRANSPORT_OPTIONS = {}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# tests/profiles/test_second_factor.py turns it on; elsewhere custodians come by force_login.
CUSTODIANS_NEED_SECOND_FACTOR = False
CUSTODIAN_IDLE_SECONDS = 0  # tests/profiles/test_sessions.py turns it on
PERSONAL_FILES_ROOT = VAR_DIR / "personal-of-tests"

FORUM_COUNT_VISITS = False  # tests/desk/test_visits.py turns it on
