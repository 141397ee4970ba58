"""What holds everywhere: apps, database, broker, mail, language."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import environ

from common.database_file import close_to_others

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
for _folder in (VAR_DIR, VAR_DIR / "media", VAR_DIR / "broker", VAR_DIR / "broker-done"):
    _folder.mkdir(parents=True, exist_ok=True)

SITE_NAME = env.str("SITE_NAME", default="West Midlands Open Data Forum")
WAGTAIL_SITE_NAME = SITE_NAME
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL
FORUM_DEMO = False
DEBUG = False

INSTALLED_APPS = [
    "common.apps.CommonConfig",
    "skills.apps.SkillsConfig",
    "mission.apps.MissionConfig",
    "profiles.apps.ProfilesConfig",
    "opportunities.apps.OpportunitiesConfig",
    "community.apps.CommunityConfig",
    "matching.apps.MatchingConfig",
    "impact.apps.ImpactConfig",
    "cms.apps.CmsConfig",
    "desk.apps.DeskConfig",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "forum.apps.ForumConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.InputGate",
    "csp.middleware.CSPMiddleware",
    "common.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "profiles.middleware.CustodianSessions",
    "profiles.middleware.CustodianSecondFactor",
    "desk.middleware.CountVisits",
    "common.middleware.DomainErrors",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

# Pages read, as numbers a day: no cookie, no address, nobody.
FORUM_COUNT_VISITS = True

# A run over everything with more people and offers than this is cut into chunks of so many.
FORUM_RUN_CHUNK = env.int("RUN_CHUNK", default=2_500)

ROOT_URLCONF = "forum.urls"
WSGI_APPLICATION = "forum.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "common.context.forum",
                "cms.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# How long one statement may take on PostgreSQL; forum.wsgi asks for less, migrations have no limit.
STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", default=120)
# Set but empty counts as not set.
_database = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
DATABASES = {"default": env.db_url_config(_database)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if DATABASES["default"]["NAME"] != ":memory:":
        close_to_others(Path(DATABASES["default"]["NAME"]).absolute())
    # IMMEDIATE: with Django's default most concurrent writers fail with "database is locked".
    # FULL: NORMAL may lose an acknowledged commit on a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # No trusted_schema=OFF: SQLite then refuses JSON_VALID(), which guards every JSONField.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA journal_size_limit=67108864;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "connect_timeout": 3,
        "options": "-c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000 "
        f"-c statement_timeout={STATEMENT_SECONDS * 1000}",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _next_database(url: str) -> str:
    """The next of a Redis server's 16 databases: emptying a cache must not empty the broker."""
    parts = urlsplit(url)
    number = parts.path.strip("/") or "0"
    if not number.isdecimal():
        return url  # a socket: CACHE_URL can say another
    return urlunsplit(parts._replace(path=f"/{(int(number) + 1) % 16}"))


REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_TRANSPORT: str | None = None  # by the address
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | int | bool]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 2,
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.str("CACHE_URL", default="") or _next_database(REDIS_URL),
            "KEY_PREFIX": "forum",
        }
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost//"  # without a host Kombu warns at every start
    CELERY_BROKER_TRANSPORT = "forum.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "broker"),
        "data_folder_out": str(VAR_DIR / "broker"),
        "processed_folder": str(VAR_DIR / "broker-done"),
        "control_folder": str(VAR_DIR / "broker-control"),
        "store_processed": False,
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
        }
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 220
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

from forum.schedule import SCHEDULE as CELERY_BEAT_SCHEDULE  # noqa: E402, F401

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# What people hand in. Never below a folder that a web server serves.
PERSONAL_FILES_ROOT = VAR_DIR / "personal"
FORUM_UPLOAD_PREFIXES = ("/me/cv/",)
# Forms with a file among other fields: patterns of a whole path.
# Long forms whose boxes refuse too much in words: what was typed comes back, up to this many bytes.
FORUM_WRITING_FORMS = (
    r"/consultations/[^/]+/respond/.*",
    r"/desk/consultations/.*",
    r"/desk/meetings/.*",
    r"/meetings/.*/update/",
)
FORUM_UPLOAD_FORMS = (
    r"/(challenges|placements)/[^/]+/apply/",
    r"/desk/meetings/items/[0-9]+/papers/new/",
    r"/outcomes/new/[a-z]+/[0-9]+/",
    r"/outcomes/[0-9]+/edit/",
    r"/outcomes/answer/[^/]+/",
)
# A command that the path of a file is added to; it ends as clamdscan does: 0 clean, 1 harmful.
VIRUS_SCANNER = env.str("VIRUS_SCANNER", default="")

EMAIL_BACKEND = "common.mail_backend.OutboxBackend"
EMAIL_TIMEOUT = 10
FORUM_MAIL_BACKEND = env.str(
    "FORUM_MAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend"
)
if env.str("EMAIL_URL", default=""):
    _mail = env.email_url("EMAIL_URL")
    FORUM_MAIL_BACKEND = _mail.pop("EMAIL_BACKEND")
    globals().update(_mail)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Forum <forum@wmodf.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

AUTH_USER_MODEL = "profiles.User"

from .logs import *  # noqa: E402
from .security import *  # noqa: E402
from .wagtail import *  # noqa: E402
