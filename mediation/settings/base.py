"""What is so in every edition; dev, test and prod add keys, hosts and how strictly transport is guarded."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mediation.settings import env
from mediation.settings.database import database

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = False
ALLOWED_HOSTS: list[str] = []
PRACTICE_MODE = False

INSTALLED_APPS = [
    "mediation.accounts",
    "mediation.parks",
    "mediation.components",
    "cases",
    "documents",
    "guardian",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, found through TEMPLATES by the form renderer
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mediation.middleware.keep_out_of_caches",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mediation.accounts.middleware.ask_for_own_password",
    "mediation.parks.middleware.remember_rights_during_request",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "mediation.urls"
WSGI_APPLICATION = "mediation.wsgi.application"

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
                "mediation.context.service",
                "mediation.components.context.house",
            ],
        },
    },
]

FORM_RENDERER = "mediation.components.forms.HouseRenderer"

DATABASES = {"default": database(env.text("DATABASE_URL"), file=VAR_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Work that takes longer than somebody waits for a page. The database is queue enough: no broker to install on an office PC.
# Another backend (django_tasks.backends.immediate.ImmediateBackend, django_tasks_rq.RQBackend …) is a matter of this name.
TASKS = {"default": {"BACKEND": env.text("TASKS_BACKEND", "django_tasks_db.DatabaseBackend")}}
# So many processes draw the papers of a large run; each holds about 150 MB. 1 draws inside the worker itself.
PAPER_RENDERERS = env.number("PAPER_RENDERERS", min(2, os.cpu_count() or 1))

# People. Object rights are answered by our own backend from dated appointments; guardian's own backend would give
# superusers everything and look for group memberships that do not exist (docs/decisions/0001).
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "mediation.accounts.backends.AccountBackend",
    "mediation.parks.backends.AppointmentBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # guardian's backend is left out on purpose, see above
    "axes.W006",  # the account is locked, not the address: one park room sits behind one address
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone", "staff_number")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "mediation.accounts.passwords.ThreeKindsOfCharacters"},
]

# GB/T 22239 identification: five tries, then at least ten minutes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "mediation.accounts.views.locked_out"
AXES_VERBOSE = False

# GB/T 22239: an idle session ends. Every request moves the end, so only idleness counts.
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# The address a public look-up is counted by. Only a proxy of ours makes the header trustworthy (prod).
TRUST_FORWARDED_FOR = False

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        # The vendored stylesheet draws its arrows and ticks from data: images.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
RELEASED_CALENDARS = VAR_DIR / "calendar"
"""Holiday notices that two people have released, one file a year, read by every process."""
# Electronic seals: key files (<name>.p12) and, under roots/, the certificates of the authorities that are believed.
SEALS_DIR = Path(env.text("SEALS_DIR", str(VAR_DIR / "seals")))
SEAL_PASSPHRASE = env.text("SEAL_PASSPHRASE")
SEAL_PKCS11_MODULE = env.text("SEAL_PKCS11_MODULE")
SEAL_PKCS11_TOKEN = env.text("SEAL_PKCS11_TOKEN")
SEAL_PKCS11_PIN = env.text("SEAL_PKCS11_PIN")
SEAL_TSA_URL = env.web_address("SEAL_TSA_URL")
"""A time-stamping service (RFC 3161); set, it must answer, else nothing is sealed."""
SEAL_SM2_SERVICE = env.text("SEAL_SM2_SERVICE")
"""The dotted path of a class that seals by the national algorithm (documents.sealing.SealService)."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Case files are for the service alone; the web server never reads them from disk.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# A roster of a group case is one form with many rows.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "mediation": {"level": "INFO"},
        "cases": {"level": "INFO"},
        "documents": {"level": "INFO"},
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
