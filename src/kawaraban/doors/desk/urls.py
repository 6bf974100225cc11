"""The addresses of the desk. Lanes first, then one comment, then what is done to it."""

from django.urls import path

from kawaraban.doors.desk import (
    views,
    views_bulk,
    views_claims,
    views_decide,
    views_figures,
    views_keys,
    views_marks,
    views_notes,
    views_rules,
)
from kawaraban.people.views import SignInView

app_name = "desk"

urlpatterns = [
    path("", views.lane, {"code": "queue"}, name="queue"),
    path("approved/", views.lane, {"code": "approved"}, name="approved"),
    path("not-published/", views.lane, {"code": "not_published"}, name="not_published"),
    path("sent-back/", views.lane, {"code": "returned"}, name="returned"),
    path("withheld/", views.lane, {"code": "withheld"}, name="withheld"),
    path("all/", views.lane, {"code": "all"}, name="all"),
    path("find/", views.find, name="find"),
    path("card/<str:public_id>/", views.card, name="card"),
    path("card/<str:public_id>/approve", views_decide.approve, name="approve"),
    path("card/<str:public_id>/reject", views_decide.reject, name="reject"),
    path("card/<str:public_id>/send-back", views_decide.send_back, name="send_back"),
    path("card/<str:public_id>/withhold", views_decide.withhold, name="withhold"),
    path("card/<str:public_id>/reopen", views_decide.reopen, name="reopen"),
    path("card/<str:public_id>/pick", views_marks.mark, {"act": "pick"}, name="pick"),
    path("card/<str:public_id>/unpick", views_marks.mark, {"act": "unpick"}, name="unpick"),
    path("card/<str:public_id>/pin", views_marks.mark, {"act": "pin"}, name="pin"),
    path("card/<str:public_id>/unpin", views_marks.mark, {"act": "unpin"}, name="unpin"),
    path("card/<str:public_id>/close-thread", views_marks.close, name="close_thread"),
    path("card/<str:public_id>/open-thread", views_marks.open_again, name="open_thread"),
    path("card/<str:public_id>/undo", views_decide.undo, name="undo"),
    path("card/<str:public_id>/hold", views_claims.hold, name="hold"),
    path("card/<str:public_id>/leave", views_claims.leave, name="leave"),
    path("card/<str:public_id>/take-over", views_claims.take, name="take_over"),
    path("card/<str:public_id>/notes", views_notes.add, name="add_note"),
    path("card/<str:public_id>/notes/<int:note_id>/remove", views_notes.remove, name="remove_note"),
    path("list/<str:public_id>/", views.around, name="around"),
    path("arrivals/", views.arrivals, name="arrivals"),
    path("bulk/", views_bulk.bulk, name="bulk"),
    path("bulk/<str:public_id>/", views_bulk.job, name="bulk_job"),
    path("bulk/<str:public_id>/state", views_bulk.job_state, name="bulk_job_state"),
    path("bulk/<str:public_id>/undo", views_bulk.job_undo, name="bulk_job_undo"),
    path("figures/", views_figures.page, name="figures"),
    path("figures/figures.csv", views_figures.as_csv, name="figures_csv"),
    path("rules/", views_rules.rules, name="rules"),
    path("keys/", views_keys.keys, name="keys"),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", views_claims.sign_out, name="sign_out"),
]
