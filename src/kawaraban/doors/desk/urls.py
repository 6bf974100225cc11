"""The addresses of the desk. Lanes first, then one comment, then what is done to it."""

from django.urls import path

from kawaraban.doors.desk import policy_views, records_views, views, views_decide
from kawaraban.people.views import SignInView, sign_out

app_name = "desk"

urlpatterns = [
    path("", views.lane, {"code": "queue"}, name="queue"),
    path("approved/", views.lane, {"code": "approved"}, name="approved"),
    path("not-published/", views.lane, {"code": "not_published"}, name="not_published"),
    path("card/<str:public_id>/", views.card, name="card"),
    path("card/<str:public_id>/approve", views_decide.approve, name="approve"),
    path("card/<str:public_id>/reject", views_decide.reject, name="reject"),
    path("card/<str:public_id>/undo", views_decide.undo, name="undo"),
    path("list/<str:public_id>/", views.around, name="around"),
    path("arrivals/", views.arrivals, name="arrivals"),
    path("policy/", policy_views.versions, name="policy"),
    path("policy/new/", policy_views.new, name="policy_new"),
    path("policy/publish/", policy_views.publish, name="policy_publish"),
    path("policy/<int:number>/", policy_views.change, name="policy_change"),
    path("policy/<int:number>/revise/", policy_views.revise, name="policy_revise"),
    path("policy/<int:number>/drop/", policy_views.drop, name="policy_drop"),
    path("records/", records_views.overview, name="records"),
    path("records/settings/", records_views.duties, name="duties"),
    path("records/settings/save/", records_views.duties_save, name="duties_save"),
    path("records/report/publish/", records_views.publish, name="report_publish"),
    path("records/report/draft/", records_views.draft, name="report_draft"),
    path("records/statements/", records_views.statements, name="statements"),
    path("records/holds/", records_views.hold, name="hold"),
    path("records/holds/<int:pk>/lift/", records_views.lift, name="hold_lift"),
    path("records/erase/", records_views.erase, name="erase"),
    path("records/person/", records_views.person, name="person"),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
]
