"""The WSGI application that gunicorn serves, in the edition DJANGO_SETTINGS_MODULE names."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings.dev")

application = get_wsgi_application()
