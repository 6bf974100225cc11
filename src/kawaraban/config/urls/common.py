"""The addresses that both profiles have."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve

from kawaraban.doors.public import views_health

urlpatterns = [
    path("healthz", views_health.healthz, name="healthz"),
    path("desk/", include("kawaraban.doors.desk.urls")),
    path("desk/", include("kawaraban.doors.staff.urls")),
    path("", include("kawaraban.doors.public.urls")),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
]

ERRORS = "kawaraban.doors.public.views_errors"
