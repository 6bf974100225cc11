"""The pages that the front shows when the app cannot answer: printed beforehand, in the paper's dress."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.keys import PAPER_KEY
from kawaraban.doors.public.page import page
from kawaraban.look.inline_style import inline_style
from kawaraban.press.printing.printable import printable


@dataclass(frozen=True, slots=True)
class SorryWords:
    """The heading and the sentence under it."""

    title: Promise
    sentence: Promise


# By the last part of the address: SORRY_ADDRESSES and SENT_ADDRESSES of `press/front/sorry.py` say when each is shown.
WORDS: dict[str, SorryWords] = {
    "soon": SorryWords(
        _("One moment, please"),
        _("This page cannot be made just now. Please try again in a minute."),
    ),
    "slow": SorryWords(
        _("This took too long"),
        _(
            "The paper did not answer in time. If you have sent something, it may have arrived all the same: "
            "please look before you send it again."
        ),
    ),
    "large": SorryWords(
        _("That was too much at once"),
        _("What you sent is larger than 12 MB. Nothing of it was kept."),
    ),
    "stopped": SorryWords(
        _("It stopped on the way"),
        _("What you were sending stopped arriving. Nothing of it was kept. Please try once more."),
    ),
    "unknown": SorryWords(
        _("We do not know whether it arrived"),
        _(
            "The paper broke off in the middle of its work. What you sent may have arrived all the same: "
            "please look before you send it again."
        ),
    ),
    "untaken": SorryWords(
        _("It was not taken"),
        _(
            "The paper is too busy just now. Nothing of what you sent was kept. "
            "Please send it again in a minute."
        ),
    ),
}


def sorry(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the pages, in the paper's own language."""
    words = WORDS.get(kind)
    if words is None:
        raise Http404
    # Our own sheets, byte for byte as the policy's hash names them. No other page has an element like this.
    style = mark_safe(f"<style>{inline_style()}</style>")  # noqa: S308
    language = settings.LANGUAGE_CODE
    response = page(request, "public/sorry.html", {"words": words, "style": style}, language=language)
    response.headers["X-Robots-Tag"] = "noindex"
    own = reverse("public:sorry", args=[kind])
    return printable(response, keys=[PAPER_KEY], address=own, language=language)
