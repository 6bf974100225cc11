"""The WSGI application of the app role. The profile is the knob `profile`."""

import os

from django.core.wsgi import get_wsgi_application

from kawaraban.config.env import data_dir, read_knobs

os.environ.setdefault(
    "DJANGO_SETTINGS_MODULE", f"kawaraban.config.settings.{read_knobs(data_dir(), os.environ)['profile']}"
)
application = get_wsgi_application()
