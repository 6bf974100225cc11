"""A document at its address: given by the app, which knows whether its collection is kept from readers.

It is answered as any other file is (parts, conditions), in the place of Wagtail's view: that one knows no parts, says
`Content-Encoding: None`, and gives every document that a script made the same empty tag.
"""

from http import HTTPStatus
from mimetypes import guess_type
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served

from kawaraban.press.front.files.answers import ServedFolder
from kawaraban.press.printing.file_view import file_response
from kawaraban.stories.privacy import refuse_hidden_document

# It may be kept from readers at any time: a browser may have it, and asks each time whether it may be shown.
_ASKED_EACH_TIME: Final = "private, no-cache"


def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """The document, whole or in part. Raises Http404 under another name than its own, and for what is kept."""
    found = get_object_or_404(get_document_model(), pk=document_id)
    if found.filename != filename:
        raise Http404
    refuse_hidden_document(found)
    response = file_response(request, ServedFolder("", Path(settings.MEDIA_ROOT), ()), found.file.name)
    if response.status_code == HTTPStatus.NOT_FOUND:
        raise Http404
    response.headers["Cache-Control"] = _ASKED_EACH_TIME
    if response.status_code in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        # Of a file that is compressed itself the kind of what is in it says nothing.
        is_coded = guess_type(filename)[1] is not None
        response.headers["Content-Type"] = "application/octet-stream" if is_coded else found.content_type
        is_saved = found.content_disposition != "inline"
        response.headers["Content-Disposition"] = content_disposition_header(is_saved, filename) or "inline"
        document_served.send(sender=type(found), instance=found, request=request)
    return response
