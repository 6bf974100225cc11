"""Uploaded files from the app, where no front stands before it: what the front would have answered."""

import logging
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from kawaraban.kit.faults import said_plainly
from kawaraban.press.front.files.answers import FileAnswer, ServedFolder, answer_for
from kawaraban.press.front.files.files import pieces
from kawaraban.press.printing.media_here import NotBrought, bring_here

logger = logging.getLogger(__name__)

# Documents may be for some readers only: the editor's own address for each asks who it is.
CLOSED = frozenset({"documents"})


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media folder, whole or in part; brought here first where it lies elsewhere."""
    folder = ServedFolder("", Path(settings.MEDIA_ROOT), (), CLOSED, names_files=True)
    return file_response(request, folder, path)


def file_response(request: HttpRequest, folder: ServedFolder, path: str) -> HttpResponseBase:
    """The file at this path, or what the conditions of the request make of it: a part, 304, 404, 412, 416."""
    if not folder.is_closed(path):
        try:
            bring_here(path)
        except NotBrought as refused:
            logger.warning("A file of the media cannot be brought here: %s", said_plainly(refused))
            return HttpResponse(status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
    headers = {name.lower(): value for name, value in request.headers.items()}
    answer = answer_for(folder, path, headers, request.method or "GET")
    response = _with_body(answer)
    for name, text in answer.headers:
        response.headers[name] = text
    return response


def _with_body(answer: FileAnswer) -> HttpResponseBase:
    if answer.found is None:
        return HttpResponse(status=answer.status)
    return StreamingHttpResponse(pieces(answer.found, answer.first, answer.end), status=answer.status)
