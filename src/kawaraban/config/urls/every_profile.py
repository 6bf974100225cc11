"""The addresses that both profiles have."""

from django.urls import include, path, re_path

from kawaraban.doors.public import views_health
from kawaraban.press.printing.file_view import media

urlpatterns = [
    path("healthz", views_health.healthz, name="healthz"),
    path("desk/", include("kawaraban.doors.desk.urls")),
    path("desk/", include("kawaraban.doors.staff.urls")),
    path("", include("kawaraban.doors.public.urls")),
    re_path(r"^media/(?P<path>.*)$", media),
]

ERRORS = "kawaraban.doors.public.trouble.views"
