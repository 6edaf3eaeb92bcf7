"""The ASGI application, for servers that speak ASGI; the service itself is synchronous."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings.dev")

application = get_asgi_application()
