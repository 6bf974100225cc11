"""The addresses of the whole paper. Wagtail's pages come last: they take every other address."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from kawaraban.config.urls.common import ERRORS
from kawaraban.config.urls.common import urlpatterns as common
from kawaraban.stories.privacy import not_offered

# Wagtail has doors of its own for signing in, new passwords and users. They know no second factor, no limit on
# wrong passwords and no last publisher: each leads to ours.
_OURS = {
    r"^editor/login/": "desk:sign_in",
    r"^editor/logout/": "desk:sign_out",
    r"^editor/password_reset/": "account_reset_password",
    r"^editor/users/": "staff:staff",
    r"^editor/groups/": "staff:staff",
}

urlpatterns = [
    *common,
    # A page is printed once for all readers: none is kept from some of them.
    re_path(r"^editor/(?:pages|collections)/\d+/privacy/", not_offered),
    *(
        re_path(place, RedirectView.as_view(pattern_name=ours, query_string=True))
        for place, ours in _OURS.items()
    ),
    path("editor/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("kawaraban.stories.urls")),
    path("", include(wagtail_urls)),
]

handler400 = f"{ERRORS}.bad_request"
handler403 = f"{ERRORS}.forbidden"
handler404 = f"{ERRORS}.not_found"
handler500 = f"{ERRORS}.server_error"
