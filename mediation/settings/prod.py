"""Production: every secret comes from the environment, every page over TLS, and nothing starts half-configured."""

from urllib.parse import urlsplit

from mediation.settings import env
from mediation.settings.base import *  # noqa: F403  (a settings module is its base plus its differences)
from mediation.settings.base import CONTENT_SECURITY_POLICY

SECRET_KEY = env.required("SECRET_KEY", "the signing key, at least 50 characters")
FIELD_KEYS = [part.strip() for part in env.required("FIELD_KEYS", "Fernet keys, newest first").split(",")]
HASH_KEY = env.required("HASH_KEY", "the key of look-up hashes, at least 32 characters")
PUBLIC_BASE_URL = env.base_url(
    "PUBLIC_BASE_URL", env.required("PUBLIC_BASE_URL", "the address printed in QR codes, https://…")
)
if not PUBLIC_BASE_URL.startswith("https://"):
    raise env.WrongSetting("PUBLIC_BASE_URL", "production is reached over https only")

ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", (str(urlsplit(PUBLIC_BASE_URL).hostname),))
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.flag("BEHIND_PROXY", default=False):
    # Only where a proxy of ours overwrites this header; a client could otherwise claim TLS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    TRUST_FORWARDED_FOR = True
CONTENT_SECURITY_POLICY = {"DIRECTIVES": CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"upgrade-insecure-requests": True}}
