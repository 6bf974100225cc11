"""The comments-only profile on a throw-away data directory."""

import os

from kawaraban.config.settings import scratch  # noqa: F401  isort: skip
from kawaraban.config.settings.comments_only import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Each test has a database of its own.
TRIAGE_RULES_SECONDS = 0.0
# A file: threads of a live server have a connection each, as they have where a paper is served. In memory they would
# share one, and find themselves in each other's transactions. It need not survive anything.
DATABASES["default"]["TEST"] = {"NAME": DATA.root / "test.sqlite3"}  # noqa: F405
if "PYTEST_VERSION" in os.environ:
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=1000;"
    )
