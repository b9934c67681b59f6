"""Django as a WSGI application, as the server hands requests to it."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
