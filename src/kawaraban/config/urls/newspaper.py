"""The addresses of the whole paper. Wagtail's pages come last: they take every other address."""

from typing import Any

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from kawaraban.config.urls.both_profiles import ERRORS
from kawaraban.config.urls.both_profiles import urlpatterns as in_both_profiles
from kawaraban.stories.documents import document
from kawaraban.stories.privacy import not_offered
from kawaraban.stories.routing import serve

# Wagtail has doors of its own for signing in, new passwords and users. They know no second factor, no limit on
# wrong passwords and no last publisher: each leads to ours, under the name that Wagtail calls it by.
_OURS = {
    r"^editor/login/": ("wagtailadmin_login", "desk:sign_in"),
    r"^editor/logout/": ("wagtailadmin_logout", "desk:sign_out"),
    r"^editor/password_reset/": ("wagtailadmin_password_reset", "account_reset_password"),
    r"^editor/users/": ("", "staff:staff"),
    r"^editor/groups/": ("", "staff:staff"),
    # A page on which Wagtail tries how an error looks.
    r"^editor/failwhale/": ("wagtailadmin_error_test", "wagtailadmin_home"),
}
# Who is sent on to another address sends nothing here.
_READ = ["get", "head", "options"]
# Where we have its name as well, Wagtail's own is not mounted at all.
_REPLACED = {place for place, (name, _ours) in _OURS.items() if name}
_EDITOR = [row for row in wagtailadmin_urls.urlpatterns if f"^editor/{row.pattern}" not in _REPLACED]

urlpatterns: list[Any] = [
    *in_both_profiles,
    # A page is printed once for all readers: none is kept from some of them.
    re_path(r"^editor/(?:pages|collections)/\d+/privacy/", not_offered),
    *(
        re_path(
            place,
            RedirectView.as_view(pattern_name=ours, query_string=True, http_method_names=_READ),
            name=name or None,
        )
        for place, (name, ours) in _OURS.items()
    ),
    path("editor/", include(_EDITOR)),
    # Not the one that takes a password for a collection: such a collection is shown to nobody (stories/privacy.py).
    re_path(r"^documents/(\d+)/(.*)$", document, name="wagtaildocs_serve"),
    path("", include("kawaraban.stories.urls")),
    # Of Wagtail's addresses for readers this one alone: the others take passwords, without our limit and factor.
    re_path(serve_pattern, serve, name="wagtail_serve"),
]

handler400 = f"{ERRORS}.bad_request"
handler403 = f"{ERRORS}.forbidden"
handler404 = f"{ERRORS}.not_found"
handler500 = f"{ERRORS}.server_error"
