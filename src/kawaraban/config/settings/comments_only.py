"""The comment layer alone, for a site that has its own editor: no stories, no Wagtail."""

from kawaraban.config.settings.base import *  # noqa: F403
from kawaraban.config.settings.base import COMMENT_ROOMS, DJANGO_APPS, templates

INSTALLED_APPS = [*COMMENT_ROOMS, *DJANGO_APPS]
ROOT_URLCONF = "kawaraban.config.urls.comments_only"
TEMPLATES = templates("kawaraban.look.context_processors.paper")
