"""Notes of staff about an author: written and removed from the card."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kawaraban.doors.desk.access import comment_for, desk_view
from kawaraban.doors.desk.card.notes import add_note, remove_note
from kawaraban.doors.desk.judged.forms import StaffNoteForm
from kawaraban.doors.desk.screen import answers
from kawaraban.doors.desk.screen.sentences import MessageView
from kawaraban.doors.desk.screen.views import card_walk
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@desk_view("POST", Verb.SEE_COMMENT)
def add(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Keep a note about the author of this comment."""
    comment = comment_for(moderator, Verb.SEE_COMMENT, public_id)
    walk = card_walk(request, moderator, comment)
    form = StaffNoteForm(request.POST)
    if not form.is_valid():
        words = MessageView(words=str(form.errors["text"][0]).rstrip("."), is_bad=True)
        return answers.told(request, comment, walk, words, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    add_note(comment=comment, text=form.cleaned_data["text"], person=moderator, now=utc_now())
    return answers.shown_again(request, comment, walk, MessageView(words=_("The note is kept")))


@desk_view("POST", Verb.SEE_COMMENT)
def remove(request: HttpRequest, moderator: User, public_id: str, note_id: int) -> HttpResponse:
    """Remove a note, one's own or a colleague's."""
    comment = comment_for(moderator, Verb.SEE_COMMENT, public_id)
    remove_note(comment=comment, note_id=note_id)
    walk = card_walk(request, moderator, comment)
    return answers.shown_again(request, comment, walk, MessageView(words=_("The note is removed")))
