"""Django as a WSGI application, as the server hands requests to it."""

from typing import Any

from django.core.wsgi import get_wsgi_application

application: Any = get_wsgi_application()
