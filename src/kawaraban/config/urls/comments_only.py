"""The addresses of the comment layer alone."""

from kawaraban.config.urls.every_profile import ERRORS, urlpatterns

handler400 = f"{ERRORS}.bad_request"
handler403 = f"{ERRORS}.forbidden"
handler404 = f"{ERRORS}.not_found"
handler500 = f"{ERRORS}.server_error"

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
