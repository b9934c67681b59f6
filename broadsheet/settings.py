"""Every setting of Broadsheet, read once from the environment.

docs/settings.md has a line for each. A wrong value raises `environment.SettingsError`, which the
command line shows as one sentence. Editorial settings (title, goal, rules) live at the desk.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.conf.global_settings import LANGUAGES as KNOWN_LANGUAGES

from broadsheet import environment
from broadsheet.environment import SettingsError

environment.refuse_unknown(os.environ)

# Where things are ---------------------------------------------------------------------------

DATA_DIR = environment.folder("BROADSHEET_DATA", "./broadsheet-data")
"""Database, media, letters, logs and the secret key."""

SITE_URL = environment.address("BROADSHEET_SITE_URL", "http://localhost:8000")
"""The newsroom's address as readers type it, without a closing slash."""

TRUSTED_PROXIES = environment.networks("BROADSHEET_TRUSTED_PROXIES")
"""Networks whose X-Forwarded-For and X-Forwarded-Proto are believed. None by default."""

METRICS_TOKEN = environment.text("BROADSHEET_METRICS_TOKEN")
"""Who sends it as a bearer token may read /metrics; without it there is no such address."""

DEVELOPMENT = environment.flag("BROADSHEET_DEBUG")
"""Assets are rebuilt on change, and the test gateway is open."""

DEBUG = False  # Django's own switch shows code and settings to whoever meets an error

_key_file = DATA_DIR / "secret-key"
SECRET_KEY = (
    environment.text("BROADSHEET_SECRET_KEY")
    or (_key_file.read_text().strip() if _key_file.is_file() else "")
    or secrets.token_urlsafe(50)  # only until the data folder exists
)

# The host is compared with SITE_URL where it matters (absolute addresses are built from it,
# origins are checked in core/guard.py), so that one machine can be reached by several names.
ALLOWED_HOSTS = ["*"]
_site = urlsplit(SITE_URL)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
USE_X_FORWARDED_HOST = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _site.scheme == "https"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "broadsheet_desk"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "broadsheet.web.views.errors.foreign_form"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's scripts read it
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

# The house ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "broadsheet.edge",
    "broadsheet.web",
    "broadsheet.transfer",
    "broadsheet.publishing",
    "broadsheet.fundraising",
    "broadsheet.discussion",
    "broadsheet.core",
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
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "broadsheet.web.middleware.ingredients.Ingredients",
    "broadsheet.web.middleware.headers.SecurityHeaders",
    "broadsheet.web.middleware.headers.Freshness",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "broadsheet.web.middleware.zone.NewsroomZone",
    "broadsheet.web.middleware.problems.ApiProblems",
    "broadsheet.web.middleware.problems.ApiHeads",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "broadsheet.web.middleware.taken_down.TakenDown",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "broadsheet.web.middleware.old_addresses.OldAddresses",
    "broadsheet.web.middleware.set_up.SetUpFirst",
    "broadsheet.web.middleware.problems.TooManyRequests",
]

ROOT_URLCONF = "broadsheet.web.urls"
WSGI_APPLICATION = "broadsheet.edge.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database -----------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_database_url = environment.text("BROADSHEET_DATABASE_URL")
if _database_url:
    try:
        DATABASES = {"default": dj_database_url.parse(_database_url, conn_max_age=600)}
    except (dj_database_url.ParseError, ValueError) as error:
        raise SettingsError(
            "BROADSHEET_DATABASE_URL must be such as postgresql://user:password@host/name."
        ) from error
    if "postgresql" not in DATABASES["default"]["ENGINE"]:
        raise SettingsError(
            "BROADSHEET_DATABASE_URL must name a PostgreSQL database; without it an embedded"
            " SQLite database in the data folder is used."
        )
else:
    DATABASES = {
        "default": {
            "ENGINE": "broadsheet.core.sqlite",
            "NAME": str(DATA_DIR / "broadsheet.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    " PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    }

# Language and time --------------------------------------------------------------------------

LANGUAGES = environment.languages("BROADSHEET_LANGUAGES", dict(KNOWN_LANGUAGES))
LANGUAGE_CODE = LANGUAGES[0][0]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.zone("BROADSHEET_TIME_ZONE", "UTC")
USE_THOUSAND_SEPARATOR = True

# Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing is collected: files are served from the rooms
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEVELOPMENT
MEDIA_URL = "/media/"
MEDIA_ROOT = str(DATA_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
UPLOADS_DIR = DATA_DIR / "uploads"
"""What is on its way in, on the disk where it will be stored: a full one is noticed here."""
FILE_UPLOAD_TEMP_DIR = str(UPLOADS_DIR)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page form is long
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail ---------------------------------------------------------------------------------------

LETTERS_DIR = DATA_DIR / "mail"
_email = environment.email("BROADSHEET_EMAIL_URL", LETTERS_DIR)
globals().update(_email)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = (
    environment.text("BROADSHEET_EMAIL_FROM") or f"newsroom@{_site.hostname}"
)

# Card payments ------------------------------------------------------------------------------

STRIPE_SECRET_KEY = environment.text("BROADSHEET_STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = environment.text("BROADSHEET_STRIPE_WEBHOOK_SECRET")
STRIPE_API_BASE = environment.address("BROADSHEET_STRIPE_API_BASE", "https://api.stripe.com")
"""Somewhere else only for trying, such as a stand-in on this machine."""

PLAY_MONEY_SEED = environment.text("BROADSHEET_PLAY_MONEY_SEED")
"""Any word: play payments go wrong as it says, the same each time. Without it none does."""

# The desk -----------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/desk/login/"
LOGIN_URL = "/desk/login/"
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nothing is asked of third parties
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "broadsheet.web.desk.approved.publish_approved"
WAGTAIL_I18N_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "publishing.Picture"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.publishing.forms.picture.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "xlsx"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_REDIRECTS_AUTO_CREATE = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Logging: never an address of a reader -------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"broadsheet": {"level": "INFO"}},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
