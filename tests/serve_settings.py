"""The newspaper profile over the data directory of a test that starts the whole product."""

from kawaraban.config.settings.newspaper import *  # noqa: F403

ROOT_URLCONF = "tests.press_urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
