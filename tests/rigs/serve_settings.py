"""The newspaper profile over the data directory of a test that starts the whole product.

Nobody reads these settings while a file `held` lies in that directory.
So a test says how long the processes that load Django are not there yet.
"""

import os
import time
from pathlib import Path

from kawaraban.config.settings.newspaper import *  # noqa: F403

while Path(os.environ["KAWARABAN_DATA"], "held").exists():
    time.sleep(0.02)

ROOT_URLCONF = "tests.makers.press_urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
