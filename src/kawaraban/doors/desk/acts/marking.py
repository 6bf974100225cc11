"""Marks and threads at the desk: picking, pinning, closing and opening; the card that is read stays."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

from kawaraban.comments.actions import marks, threads
from kawaraban.comments.actions.words import WordsChanged
from kawaraban.comments.models import Comment
from kawaraban.doors.desk.access import comment_for, desk_view
from kawaraban.doors.desk.judged.card_forms import CloseThreadForm
from kawaraban.doors.desk.judged.forms import JudgedForm
from kawaraban.doors.desk.screen import answers
from kawaraban.doors.desk.screen.sentences import MessageView
from kawaraban.doors.desk.screen.views import card_walk
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb

_RIGHTS = {"pick": Verb.PICK, "unpick": Verb.PICK, "pin": Verb.PIN, "unpin": Verb.PIN}
# A mark is put on the words that were read. To take one away no words matter.
_PUT_ON = {"pick": marks.pick, "pin": marks.pin}
_TAKE_AWAY = {"unpick": marks.unpick, "unpin": marks.unpin}


@desk_view("POST", Verb.PICK)
def mark(request: HttpRequest, moderator: User, public_id: str, act: str) -> HttpResponse:
    """Put a mark on an approved comment, or take it away."""
    comment = comment_for(moderator, _RIGHTS[act], public_id)
    walk = card_walk(request, moderator, comment)
    form = JudgedForm(request.POST)
    if act in _PUT_ON and not form.is_valid():
        return HttpResponseBadRequest(_("This form is not complete. Open the comment again."))
    try:
        _mark(act, comment, form, moderator)
    except WordsChanged:
        comment.refresh_from_db()
        kept = answers.KeptForm(
            conflict=_(
                "The author changed the comment while you read. These are the new words; it is not marked."
            ),
            act=act,
        )
        return answers.refused(request, comment, walk, kept, status=HTTPStatus.CONFLICT)
    except marks.NotShown:
        words = MessageView(words=_("Only what readers see can be marked"), is_bad=True)
        return answers.told(request, comment, walk, words, status=HTTPStatus.CONFLICT)
    comment.refresh_from_db()
    said = {
        "pick": _("Picked: it stands among the first"),
        "unpick": _("No longer picked"),
        "pin": _("Pinned: it stands on top"),
        "unpin": _("No longer pinned"),
    }[act]
    message = MessageView(words=said, name=comment.name, public_id=comment.public_id)
    return answers.shown_again(request, comment, walk, message)


def _mark(act: str, comment: Comment, form: JudgedForm, moderator: User) -> None:
    """Raises as the marks do."""
    now = utc_now()
    if act in _TAKE_AWAY:
        _TAKE_AWAY[act](comment_id=comment.pk, person=moderator, now=now)
        return
    revision = form.judged(comment).revision_number
    _PUT_ON[act](comment_id=comment.pk, person=moderator, now=now, revision_number=revision)


@desk_view("POST", Verb.CLOSE_THREAD)
def close(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Close the thread of this comment, with words for readers."""
    comment = comment_for(moderator, Verb.CLOSE_THREAD, public_id)
    walk = card_walk(request, moderator, comment)
    form = CloseThreadForm(request.POST)
    if not form.is_valid():
        words = MessageView(words=str(form.errors["reason"][0]).rstrip("."), is_bad=True)
        return answers.told(request, comment, walk, words, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    reason = form.cleaned_data["reason"]
    comment.thread = threads.close_thread(
        thread_id=comment.thread_id, reason=reason, person=moderator, now=utc_now()
    )
    return answers.shown_again(request, comment, walk, MessageView(words=_("The thread is closed")))


@desk_view("POST", Verb.CLOSE_THREAD)
def open_again(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Let readers comment again."""
    comment = comment_for(moderator, Verb.CLOSE_THREAD, public_id)
    comment.thread = threads.reopen_thread(thread_id=comment.thread_id, person=moderator, now=utc_now())
    walk = card_walk(request, moderator, comment)
    return answers.shown_again(request, comment, walk, MessageView(words=_("The thread is open again")))
