"""The addresses that both profiles have."""

from django.urls import include, path, re_path

from kawaraban.doors.public.robots import views as robots_views
from kawaraban.press.printing.file_view import media

urlpatterns = [
    path("healthz", robots_views.healthz, name="healthz"),
    path("desk/", include("kawaraban.doors.desk.urls")),
    path("desk/", include("kawaraban.doors.staff.urls")),
    path("", include("kawaraban.doors.public.urls")),
    path("", include("kawaraban.doors.analyses.urls")),
    re_path(r"^media/(?P<path>.*)$", media),
]

ERRORS = "kawaraban.doors.public.trouble.views"
