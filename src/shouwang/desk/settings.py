"""Settings of the desk. Everything that differs between installations comes from the environment:

SHOUWANG_DATA        the folder of this installation's database, uploads and secrets
SHOUWANG_DATABASE    postgresql://… for a city; empty for SQLite in the data folder
SHOUWANG_PRODUCTION  1 behind HTTPS: secure cookies, HSTS, no plain HTTP
SHOUWANG_HOSTS       host names this desk answers to
SHOUWANG_ORIGIN      the address printed on QR codes and paper, e.g. https://desk.example
SHOUWANG_LANGUAGE    language for those who state none: zh-hans (default) or en
SHOUWANG_DEMO        1 in the demonstration: sign-in links without PIN are accepted
SHOUWANG_MESSAGES_PRIVATE  1: messages may go to services in the own network, and without TLS
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from shouwang.desk.environment import data_folder, database, flag, secret, words

HERE = Path(__file__).resolve().parent
DATA = data_folder()
PRODUCTION = flag("SHOUWANG_PRODUCTION")
DEMO = flag("SHOUWANG_DEMO")

DEBUG = False
SECRET_KEY = secret(DATA, "session").hex()
MASTER_KEY = secret(DATA, "master")
LOOKUP_KEY = secret(DATA, "lookup")

ALLOWED_HOSTS = [*words("SHOUWANG_HOSTS"), "localhost", "127.0.0.1", "[::1]"]
ORIGIN = os.environ.get("SHOUWANG_ORIGIN", "").rstrip("/")
MESSAGES_PRIVATE = flag("SHOUWANG_MESSAGES_PRIVATE")
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []

DATABASES = {"default": database(DATA, os.environ.get("SHOUWANG_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ON_POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")

INSTALLED_APPS = [
    "shouwang.desk.base",
    "shouwang.desk.messages",
    "shouwang.desk.people",
    "shouwang.desk.needs",
    "shouwang.desk.ledger",
    "shouwang.desk.partners",
    "shouwang.desk.rounds",
    "shouwang.desk.medicine",
    "shouwang.desk.checkins",
    "shouwang.desk.gate",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    *(["procrastinate.contrib.django"] if ON_POSTGRESQL else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "shouwang.desk.base.static.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shouwang.desk.base.middleware.WhoIsAsking",
    "shouwang.desk.base.middleware.WhoMay",
    "shouwang.desk.base.middleware.SaidOnce",
]

ROOT_URLCONF = "shouwang.desk.urls"
WSGI_APPLICATION = "shouwang.desk.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "shouwang.desk.base.pages.shell",
                "shouwang.desk.messages.context.unread_messages",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "shouwang.desk.base.templatetags.desk"],
        },
    }
]

AUTH_USER_MODEL = "base.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = os.environ.get("SHOUWANG_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"  # what is shown is shown in the community's zone

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "shouwang.desk.base.static.NamedByContent"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0  # for the plain names; those with a hash in them are kept for ever
MEDIA_ROOT = DATA / "uploads"

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "shouwang.desk.base.views.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a pasted chain of 10 MB gets a sentence, not a broken page
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
IMAGE_MAX_BYTES = 12 * 1024 * 1024
IMAGE_MAX_PIXELS = 50_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
