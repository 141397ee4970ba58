"""The embedded default: SQLite, a filesystem broker, mail to the console and to a demo page."""

from .base import *

DEBUG = env.bool("DEBUG", default=False)
FORUM_DEMO = env.bool("FORUM_DEMO", default=False)  # script/server asks for it
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
if env.str("HOST", default="") not in ("", "0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
    ALLOWED_HOSTS.append(env.str("HOST"))
SECOND_FACTOR_EXEMPT_GROUP = "Demo region" if FORUM_DEMO else ""
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

_key_file = VAR_DIR / "secret-key"
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not _key_file.exists():
        import os
        import secrets

        _descriptor = os.open(_key_file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(_descriptor, "w") as _handle:
            _handle.write(secrets.token_urlsafe(60))
    SECRET_KEY = _key_file.read_text()
