"""Sign-in, cookies, content policy: what a council's ICT lead asks about."""

from csp.constants import NONE, SELF

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_SIGNUP_REDIRECT_URL = "/me/welcome/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "profiles.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "profiles.signup_form.NameForm"
ACCOUNT_FORMS = {
    "login": "profiles.sign_in_forms.LoginForm",
    "signup": "profiles.sign_in_forms.SignupForm",
    "add_email": "profiles.sign_in_forms.AddEmailForm",
    "reset_password": "profiles.sign_in_forms.ResetPasswordForm",
    "request_login_code": "profiles.sign_in_forms.RequestLoginCodeForm",
    "change_password": "profiles.sign_in_forms.ChangePasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Both ends hear of a change of address, password or second step.
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "profiles.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "West Midlands Open Data Forum"
CUSTODIANS_NEED_SECOND_FACTOR = True
# Set for the demonstration only: its invented custodians sign in with a printed password.
SECOND_FACTOR_EXEMPT_GROUP = ""

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Shorter for those who see what is not public: without a click, and at all.
CUSTODIAN_IDLE_SECONDS = 2 * 3600
CUSTODIAN_SESSION_SECONDS = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "common.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
# Nowhere "no-referrer": a browser then sends a form with "Origin: null", and it is refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
USE_X_FORWARDED_HOST = False

# Wagtail's admin needs inline scripts and styles: it gets a looser policy of its own from
# common.middleware.SecurityHeaders, under this prefix and nowhere else.
ADMIN_PREFIX = "/admin/"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [ADMIN_PREFIX],
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
ADMIN_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o600

SILENCED_SYSTEM_CHECKS: list[str] = []
POLICY_EXEMPT = {
    "admin/": "Wagtail asks its own permissions, and its login door is ours.",
    "accounts/": "allauth guards its own views: sign-in, sign-up, second factor.",
    "documents/": "Wagtail serves public documents after its collection checks.",
    "static/": "Files that ship with the site.",
    "": "Wagtail's page serving, which asks page privacy.",
}
