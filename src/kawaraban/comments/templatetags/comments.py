"""The comments of a thread, each rendered once. `{% load comments %}`, then `{% comment_list thread %}`."""

from functools import partial
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from kawaraban.comments.thread.page import ThreadView
from kawaraban.comments.thread.shown_comments import CommentView
from kawaraban.kit.remembered import Remembered

register = template.Library()

# About a thousand comments: what a few threads that are talked in at the same time show, in 2 MB at most.
_KEPT_CHARACTERS: Final = 500_000
_kept = Remembered(limit=_KEPT_CHARACTERS)


@register.simple_tag(takes_context=True)
def comment_list(context: dict[str, Any], thread: ThreadView) -> SafeString:
    """Every comment of this page with its replies.

    A decision changes one conversation of a page that may hold two hundred comments. The others are taken as they
    were rendered before, by all that `comments/comment.html` reads: the comment's own values, whether replies are
    taken, the language of the page and its words, the time zone. The templates belong to the edition, and a process
    knows only one.
    """
    page_language = context.get("page_language", "")
    around = (thread.is_open, page_language, translation.get_language(), timezone.get_current_timezone_name())
    comments = (
        _kept.of((comment, *around), partial(_rendered, comment, thread, page_language))
        for comment in thread.comments
    )
    return mark_safe("".join(comments))  # noqa: S308  (each is a rendered template)


def _rendered(comment: CommentView, thread: ThreadView, page_language: str) -> str:
    values = {"comment": comment, "top": comment.anchor, "thread": thread, "page_language": page_language}
    return render_to_string("comments/comment.html", values)
