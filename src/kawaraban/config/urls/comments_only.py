"""The addresses of the comment layer alone."""

from kawaraban.config.urls.common import urlpatterns

__all__ = ["urlpatterns"]
