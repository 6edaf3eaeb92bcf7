"""The single-PC edition with practice data: one machine, no outside service, reachable from this machine only."""

from mediation.settings import env
from mediation.settings.base import *  # noqa: F403  (a settings module is its base plus its differences)
from mediation.settings.base import STORAGES, VAR_DIR
from mediation.settings.keys import keys_in

_keys = keys_in(VAR_DIR / "keys")
SECRET_KEY = _keys.secret_key
FIELD_KEYS = _keys.field_keys
HASH_KEY = _keys.hash_key
SEAL_PASSPHRASE = env.text("SEAL_PASSPHRASE", _keys.seal_passphrase)

DEBUG = env.flag("DEBUG", default=False)
PRACTICE_MODE = env.flag("PRACTICE_MODE", default=True)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
PUBLIC_BASE_URL = env.base_url(
    "PUBLIC_BASE_URL", env.text("PUBLIC_BASE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
)

if DEBUG:
    # A developer edits stylesheets without collecting them each time.
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
