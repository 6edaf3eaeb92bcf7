"""Settings of the tests: quick, on a throw-away SQLite file, or on the database that TEST_DATABASE_URL names."""

import atexit
import shutil
import tempfile
from pathlib import Path

from mediation.settings import env
from mediation.settings.base import *  # noqa: F403  (a settings module is its base plus its differences)
from mediation.settings.base import STORAGES
from mediation.settings.database import SQLITE_START, database

SECRET_KEY = "only-for-tests-" + "x" * 50
FIELD_KEYS = ["dGVzdC1maWVsZC1rZXktb25seS1mb3ItdGVzdHMtISE="]
HASH_KEY = "only-for-tests-" + "h" * 40

PRACTICE_MODE = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PUBLIC_BASE_URL = "http://testserver"

VAR_DIR = Path(tempfile.mkdtemp(prefix="mediation-test-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
MEDIA_ROOT = VAR_DIR / "media"
RELEASED_CALENDARS = VAR_DIR / "calendar"
SEALS_DIR = VAR_DIR / "seals"
SEAL_PASSPHRASE = HASH_KEY
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()

_url = env.text("TEST_DATABASE_URL")
DATABASES = {"default": database(_url, file=VAR_DIR / "db.sqlite3")}
if not _url:
    # A file, not memory: threads of the live server cannot share one connection and still lock each other out. As quick
    # as memory, because nothing waits for the disk.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = f"{SQLITE_START} PRAGMA synchronous=OFF;"
# A connection kept open by a finished test thread would hold the test database.
DATABASES["default"]["CONN_MAX_AGE"] = 0

# A task that is put into the queue is carried out on the spot; tests of the queue itself name the database.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Inside the test's own process, where the database of the test and what it has replaced are.
PAPER_RENDERERS = 1

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Found when asked for: reading every static file anew for each test client costs more than the tests.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
