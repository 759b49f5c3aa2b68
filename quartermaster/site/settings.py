"""Settings. Everything a customer may change comes from the environment (docs/settings.md)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from .databases import database_from

ROOT = Path(__file__).resolve().parents[2]


def environment(name: str, default: str = "") -> str:
    return os.environ.get(f"QM_{name}", default)


QM_DATA_DIR = Path(environment("DATA_DIR") or ROOT / "data")


def kept_secret() -> str:
    """QM_SECRET_KEY, or one made on first start and kept in the data directory."""
    if given := environment("SECRET_KEY"):
        return given
    kept = QM_DATA_DIR / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = kept_secret()
DEBUG = environment("DEBUG") == "1"
ALLOWED_HOSTS = environment("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SECURE = environment("HTTPS") == "1"

KERNELS = ("places", "people", "parties", "plans", "work", "reports")
MODULES = ("repairs", "upkeep", "reporting", "registers")
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "quartermaster.base.core",
    "quartermaster.base.accounts",
    "quartermaster.base.jobs",
    "quartermaster.base.exchange",
    "quartermaster.base.web",
    *(f"quartermaster.kernels.{name}" for name in KERNELS),
    *(f"quartermaster.modules.{name}" for name in MODULES),
]
MIDDLEWARE = [
    "quartermaster.base.api.metering.metered",
    "django.middleware.security.SecurityMiddleware",
    "quartermaster.base.web.headers.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "quartermaster.base.web.identity.identity",
    "django_htmx.middleware.HtmxMiddleware",
    "quartermaster.base.api.edge.json_edge",
]
ROOT_URLCONF = "quartermaster.site.urls"
WSGI_APPLICATION = "quartermaster.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "quartermaster.base.web.shell.shell",
            ],
            "builtins": ["django.templatetags.i18n", "quartermaster.base.web.templatetags.parts"],
        },
    }
]

DATABASES = {"default": database_from(environment("DATABASE_URL"), QM_DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/sign-in/"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * int(environment("SESSION_MINUTES", "30"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_FAILURE_VIEW = "quartermaster.base.web.refusals.csrf_failed"
DATA_UPLOAD_MAX_MEMORY_SIZE = 200 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

LANGUAGE_CODE = environment("LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "build" / "assets"] if (ROOT / "build" / "assets").exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000
QM_ASSETS = ROOT / "build" / "assets"
QM_FONTS = ROOT / "build" / "fonts"

QM_ROLES = "quartermaster.site.roles.ROLES"
QM_MAX_UPLOAD_MB = int(environment("MAX_UPLOAD_MB", "20"))
QM_PASSWORD_LENGTH = int(environment("PASSWORD_LENGTH", "10"))
QM_PASSWORD_HISTORY = 5
QM_PASSWORD_DAYS = int(environment("PASSWORD_DAYS", "90"))
QM_SIGN_IN_TRIES = 5
QM_SIGN_IN_TRIES_PER_ADDRESS = 50
QM_LOCK_MINUTES = 15
QM_TOKEN_DAYS = int(environment("TOKEN_DAYS", "90"))
QM_API_PER_MINUTE = int(environment("API_PER_MINUTE", "600"))
QM_METRICS_TOKEN = environment("METRICS_TOKEN")
# Words of the command line that are declared above the apps (base/cli/registry.py).
QM_CLI = ("quartermaster.site.demo.cli", "quartermaster.site.bench.cli")
QM_REQUIRE_SECOND_FACTOR = environment("REQUIRE_SECOND_FACTOR") == "1"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment("LOG_LEVEL", "WARNING")},
}
