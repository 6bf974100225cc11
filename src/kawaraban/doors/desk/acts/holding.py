"""Holding, leaving and taking over a card: what the script says every few seconds, and one button."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from kawaraban.doors.desk.access import comment_for, desk_view
from kawaraban.doors.desk.lane.claims import beat, release, release_all, take_over
from kawaraban.doors.desk.screen import answers
from kawaraban.doors.desk.screen.sentences import MessageView
from kawaraban.doors.desk.screen.views import card_walk
from kawaraban.kit.clock import utc_now
from kawaraban.people import views as people_views
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.press.printing.methods import takes_form


@desk_view("POST", Verb.SEE_COMMENT)
def hold(request: HttpRequest, moderator: User, public_id: str) -> JsonResponse:
    """The card is still open. Answers who has taken it over, "" when it is still ours."""
    comment = comment_for(moderator, Verb.SEE_COMMENT, public_id)
    other = beat(comment, moderator=moderator, now=utc_now())
    words = (
        _("%(name)s has taken this comment over.") % {"name": other.moderator.display_name} if other else ""
    )
    return JsonResponse({"lost": words})


@desk_view("POST", Verb.SEE_COMMENT)
def leave(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """The card is closed."""
    release(comment_for(moderator, Verb.SEE_COMMENT, public_id), moderator=moderator)
    return HttpResponse(status=204)


@desk_view("POST", Verb.SEE_COMMENT)
def take(request: HttpRequest, moderator: User, public_id: str) -> HttpResponse:
    """Take the comment from the colleague who reads it."""
    comment = comment_for(moderator, Verb.SEE_COMMENT, public_id)
    take_over(comment, moderator=moderator, now=utc_now())
    words = MessageView(words=_("You read this comment now"), name=comment.name, public_id=comment.public_id)
    return answers.shown_again(request, comment, card_walk(request, moderator, comment), words)


@takes_form
def sign_out(request: HttpRequest) -> HttpResponse:
    """Let go of everything, and sign out."""
    if request.method == "POST" and isinstance(request.user, User):
        release_all(request.user)
    return people_views.sign_out(request)
