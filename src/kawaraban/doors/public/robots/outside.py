"""What a request looks like when it arrives, told to the paper itself: see `kit/seen_from_outside.py`."""

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from kawaraban.kit.seen_from_outside import ASK_LENGTH, FORGED_ADDRESS, Arrived, proof

_ASK: Final = re.compile(f"[0-9a-f]{{{ASK_LENGTH}}}")


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """404 where nobody asks as the paper does. No query, nothing kept."""
    ask = request.GET.get("ask", "")
    if _ASK.fullmatch(ask) is None:
        return HttpResponse(status=404)
    believes = request.META.get("REMOTE_ADDR") == FORGED_ADDRESS
    told = Arrived(request.get_host(), request.scheme or "", believes)
    answer = JsonResponse(
        {
            "host": told.host,
            "scheme": told.scheme,
            "believes": told.believes,
            "proof": proof(told, ask=ask, secret=settings.SECRET_KEY),
        }
    )
    add_never_cache_headers(answer)
    return answer
