"""The addresses of the whole paper. Wagtail's pages come last: they take every other address."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from kawaraban.config.urls.common import ERRORS
from kawaraban.config.urls.common import urlpatterns as common

urlpatterns = [
    *common,
    path("editor/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("kawaraban.stories.urls")),
    path("", include(wagtail_urls)),
]

handler400 = f"{ERRORS}.bad_request"
handler403 = f"{ERRORS}.forbidden"
handler404 = f"{ERRORS}.not_found"
handler500 = f"{ERRORS}.server_error"
