"""How gunicorn serves the service, on the single PC and in production alike: `gunicorn -c mediation/gunicorn.py`."""

from mediation.settings import env

wsgi_app = "mediation.wsgi:application"
# The single PC is for the person sitting at it; production sets BIND to where its proxy looks.
bind = env.text("BIND", f"127.0.0.1:{env.number('PORT', 8000)}")
# SQLite has one writer: threads of one process wait for each other in memory instead of polling a locked file.
worker_class = "gthread"
workers = env.number("WEB_WORKERS", 1)
threads = env.number("WEB_THREADS", 8)
# A dossier of a group case takes seconds, a stuck request must not take a thread for good.
timeout = 60
graceful_timeout = 30
# Chinese file names in a form of a group case are long once percent-encoded.
limit_request_line = 8190
accesslog = None
errorlog = "-"
control_socket_disable = True
