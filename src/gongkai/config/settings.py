"""Django settings of an installation. Everything an operator may change is an environment variable (docs/operations.md)."""

from __future__ import annotations

import os
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
    "csp",
    "django_tasks",
    "django_tasks_db",
    "gongkai.records.base",
    "gongkai.records.agencies",
    "gongkai.records.accounts",
    "gongkai.web",
    "gongkai.portal",
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
AUTHENTICATION_BACKENDS = ["gongkai.records.accounts.authentication.UsernameAndPassword"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

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

# --- what goes out
HTTPS = _flag("GONGKAI_HTTPS")
if _flag("GONGKAI_BEHIND_PROXY"):
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
        # Anybody who scans the net may send any Host: a traceback each would only fill the log.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
