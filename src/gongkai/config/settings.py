"""Django settings of an installation. Everything an operator may change is an environment variable (docs/operations.md)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from gongkai.config.data import data_directory, kept_secret
from gongkai.config.database import database


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


PACKAGE = Path(__file__).resolve().parents[1]
DATA = data_directory()
DEBUG = _flag("GONGKAI_DEBUG")
SECRET_KEY = kept_secret(DATA / "secret_key")
KEY_FOLDER = DATA / "keys"  # master keys of encrypted personal data
FILE_STORE = Path(os.environ.get("GONGKAI_FILES") or DATA / "files")
TEMPORARY = DATA / "tmp"
TEMPORARY.mkdir(mode=0o700, exist_ok=True)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "gongkai.records.base",
    "gongkai.records.agencies",
    "gongkai.records.accounts",
    "gongkai.records.catalogue",
    "gongkai.records.library",
    "gongkai.records.incoming",
    "gongkai.web",
    "gongkai.portal",
    "gongkai.desk",
    "gongkai.desk.signin",
    "gongkai.desk.people",
    "gongkai.api",
    "gongkai.demo",
]

MIDDLEWARE = [
    "gongkai.config.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.config.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "gongkai.config.middleware.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gongkai.config.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.desk.signin.middleware.FirstThingsFirst",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("GONGKAI_DATABASE"), DATA / "gongkai.sqlite3")}
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
# Rights come from dated role grants (records.accounts.policies), not from Django's permission tables.
AUTHENTICATION_BACKENDS = [
    "gongkai.records.accounts.lockout.LockOut",
    "gongkai.records.accounts.authentication.UsernameAndPassword",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]


# --- sign-in: django-allauth does the ceremonies, the pages and the routes are ours (gongkai.desk.signin)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "account_login"
DEMO = _flag("GONGKAI_DEMO")  # the sign-in page lists the made-up people
ACCOUNT_ADAPTER = "gongkai.desk.signin.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # the lock-out below counts in the database, which all processes share
ACCOUNT_LOGIN_TIMEOUT = 600
MFA_ADAPTER = "gongkai.desk.signin.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are off by half a minute
MFA_RATE_LIMITS = False
SOCIALACCOUNT_ADAPTER = "gongkai.desk.signin.adapters.Identities"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that ends on another host is what form-action 'self' forbids
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_NAME = os.environ.get("GONGKAI_OIDC_NAME") or "统一身份认证"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid"],
        "APPS": [
            {
                "provider_id": "gongkai-oidc",
                "name": OIDC_NAME,
                "client_id": os.environ.get("GONGKAI_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("GONGKAI_OIDC_CLIENT_SECRET", ""),
                "settings": {
                    "server_url": os.environ["GONGKAI_OIDC_ISSUER"],
                    "uid_field": os.environ.get("GONGKAI_OIDC_SUBJECT") or "sub",
                    "fetch_userinfo": _flag("GONGKAI_OIDC_USERINFO"),
                },
            }
        ]
        if os.environ.get("GONGKAI_OIDC_ISSUER")
        else [],
    }
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # what the page says of when to try again stays true
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_CALLABLE = "gongkai.records.accounts.lockout.username_sign"
AXES_CLIENT_IP_CALLABLE = "gongkai.records.accounts.lockout.address_sign"
AXES_LOCKOUT_CALLABLE = "gongkai.desk.signin.views.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "password", "code", "credential", "current", "csrfmiddlewaretoken", "next"]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

TASKS = {"default": {"BACKEND": "gongkai.records.base.jobs.queue.Queue", "QUEUES": ["default", "long"]}}

JOB_BEAT_SECONDS = 5.0  # how often a worker renews its hold on the job it runs …
JOB_LEASE_SECONDS = 30.0  # … and how long the hold lasts: a machine that swaps is slow, not dead

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_TZ = True  # instants are stored in UTC …
TIME_ZONE = "Asia/Shanghai"  # … and shown in the time of the law

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# `gongkai serve` collects the assets under hashed names; elsewhere (tests, manage) they come from the packages.
_COLLECTED = _flag("GONGKAI_SERVED") and not DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(TEMPORARY)}},
    "staticfiles": {
        "BACKEND": "gongkai.config.assets.Assets" if _COLLECTED else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- what comes in
ALLOWED_HOSTS = [*_words("GONGKAI_HOSTS"), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _words("GONGKAI_HOSTS") if not host.startswith("*")]
FILE_UPLOAD_TEMP_DIR = str(TEMPORARY)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 500
BODY_LIMIT = int(os.environ.get("GONGKAI_UPLOAD_MAX_MB") or 200) * 1024 * 1024
# Requests a minute of one token (or of one person's session) in each web process.
API_REQUESTS_A_MINUTE = int(os.environ.get("GONGKAI_API_REQUESTS_A_MINUTE") or 600)

# --- what goes out
HTTPS = _flag("GONGKAI_HTTPS")
BEHIND_PROXY = _flag("GONGKAI_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_NAME = "gongkai_session"
CSRF_COOKIE_NAME = "gongkai_csrf"
LANGUAGE_COOKIE_NAME = "gongkai_language"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # stylesheets carry small drawings as data:
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"personal": {"()": "gongkai.config.logs.WithoutPersonalData"}},
    "formatters": {"lines": {"()": "gongkai.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["personal"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("GONGKAI_LOG_LEVEL") or "INFO"},
    "loggers": {
        # Django prints the request, its query string too, with these; the request log of ours says the same without it.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django_tasks": {"level": "WARNING"},
        # It names who failed to sign in, and from where; the person's own log says as much as may be said.
        "axes": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "allauth": {"level": "WARNING"},
        # Anybody who scans the net may send any Host: a traceback each would only fill the log.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
