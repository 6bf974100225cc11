"""The whole paper: stories, editor, comments."""

from kawaraban.config.settings.base import *  # noqa: F403
from kawaraban.config.settings.base import (
    COMMENT_ROOMS,
    DJANGO_APPS,
    MIDDLEWARE,
    PERSONAL_DATA,
    SITE_URL,
    templates,
)
from kawaraban.stories.without_wagtail_api import leave_out_api

leave_out_api()

INSTALLED_APPS = [
    "kawaraban.stories",
    "kawaraban.wire",
    *COMMENT_ROOMS,
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    *DJANGO_APPS,
]
MIDDLEWARE = [
    *MIDDLEWARE,
    "kawaraban.stories.middleware.PaperTimeZoneMiddleware",
    "kawaraban.stories.middleware.FittedFormsMiddleware",
    "kawaraban.stories.middleware.EditorTurnMiddleware",
    "kawaraban.stories.middleware.OldAddressesMiddleware",
]
ROOT_URLCONF = "kawaraban.config.urls.newspaper"
TEMPLATES = templates("kawaraban.stories.paper.context_processors.paper")
SECTION_TITLES = "kawaraban.stories.paper.section_titles.section_titles"
PERSONAL_DATA = [*PERSONAL_DATA, "kawaraban.stories.personal.PART", "kawaraban.wire.personal.PART"]
PAPER_NAMES = "kawaraban.stories.paper.names.paper_names"

WAGTAIL_SITE_NAME = "Kawaraban"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("tr", "Türkçe"), ("ja", "日本語"), ("ar", "العربية")]
WAGTAILIMAGES_IMAGE_MODEL = "stories.PaperImage"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
# Wagtail would write a row for each story of a renamed section: `stories/pages/old_addresses.py` writes one for all.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAILADMIN_LOGIN_URL = "desk:sign_in"
# Passwords and addresses are changed on our own pages, which ask once more who it is.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Nobody has a clock of their own in the editor: schedules and corrections go by the paper's.
WAGTAIL_USER_TIME_ZONES: list[str] = []
# No call to other hosts.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "kawaraban.stories.search_backend"}}
TAGGIT_CASE_INSENSITIVE = True
