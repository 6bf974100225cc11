"""The comments-only profile on a throw-away data directory."""

from kawaraban.config.settings import scratch  # isort: skip
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
scratch.for_tests(DATABASES["default"], DATA.root)  # noqa: F405
