"""What a page needs to show a comment form again outside its story: the thread, and the comment answered to."""

from dataclasses import dataclass

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.thread.page import CommentView, ThreadView, thread_view
from kawaraban.comments.thread.slices import page_of


@dataclass(frozen=True, slots=True)
class FormContext:
    """`parent` is None where the form begins a conversation, or answers to what readers cannot see."""

    thread: ThreadView
    title: str
    url: str
    language: str
    parent: CommentView | None


def form_context(locator: str, parent_public_id: str) -> FormContext | None:
    """The form's surroundings; None where there is no such thread. At most 9 queries."""
    # PostgreSQL takes no NUL in a question; a locator of ours never has one.
    thread = Thread.objects.filter(locator=locator.replace("\0", "")).first()
    if thread is None:
        return None
    answered = (
        thread.comments.approved().filter(public_id=parent_public_id).first() if parent_public_id else None
    )
    number = page_of(answered) if answered else 1
    view = thread_view(thread, language=thread.language, number=number)
    return FormContext(
        thread=view,
        title=thread.title,
        url=thread.url,
        language=thread.language,
        parent=_find(view.comments, parent_public_id) if parent_public_id else None,
    )


def reply_context(public_id: str) -> FormContext | None:
    """The same for a reply to this comment; None unless readers can see the comment."""
    comment = Comment.objects.approved().select_related("thread").filter(public_id=public_id).first()
    return form_context(comment.thread.locator, public_id) if comment else None


def _find(comments: tuple[CommentView, ...], public_id: str) -> CommentView | None:
    for comment in comments:
        if comment.public_id == public_id and not comment.stub:
            return comment
        found = _find(comment.replies, public_id)
        if found:
            return found
    return None
